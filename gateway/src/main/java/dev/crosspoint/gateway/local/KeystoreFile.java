package dev.crosspoint.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.api.Tenant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The PKCS#12 file: a key for each tenant and generation, and the pair that signs. Each change is
 * on the disk before it returns. For one thread at a time.
 *
 * <p>Aliases are lower case in PKCS#12, whatever one asks for; so account and instance stand in
 * them in hexadecimal.
 */
final class KeystoreFile {
    private static final String TENANT_KEY = "key/";
    private static final String SIGN_PRIVATE = "sign/private";
    private static final String SIGN_PUBLIC = "sign/public";
    private static final HexFormat HEX = HexFormat.of();

    private final Path file;
    private final char[] password;
    private KeyStore store;

    private KeystoreFile(Path file, char[] password, KeyStore store) {
        this.file = file;
        this.password = password;
        this.store = store;
    }

    /** The file as it is. */
    static KeystoreFile open(Path file, char[] password) throws IOException {
        if (DurableFile.isOpenToOthers(file)) {
            throw new IOException(KeystorePassword.openToOthers(file));
        }
        return new KeystoreFile(file, password, load(file, Files.readAllBytes(file), password));
    }

    /** A new one with a pair to sign with. */
    static KeystoreFile create(Path file, char[] password) throws IOException {
        try {
            var store = empty();
            var made = new KeystoreFile(file, password, store);
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            made.put(store, SIGN_PRIVATE, pair.getPrivate().getEncoded());
            made.put(store, SIGN_PUBLIC, pair.getPublic().getEncoded());
            DurableFile.makeFolder(file);
            made.save(store);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PKCS#12 or no Ed25519", e);
        }
    }

    /** Every generation of a tenant's key, by its number. */
    SortedMap<Integer, SecretKey> generations(Tenant tenant) throws IOException {
        var start = alias(tenant);
        var found = new TreeMap<Integer, SecretKey>();
        try {
            for (var alias : Collections.list(store.aliases())) {
                if (alias.startsWith(start)) {
                    found.put(
                            Integer.parseInt(alias.substring(start.length())),
                            new SecretKeySpec(get(alias), "AES"));
                }
            }
        } catch (KeyStoreException | NumberFormatException e) {
            throw new IOException(damaged(file), e);
        }
        return found;
    }

    void add(LocalKeyId id, byte[] bits) throws IOException {
        change(next -> put(next, alias(id), bits));
    }

    void remove(LocalKeyId id) throws IOException {
        change(next -> next.deleteEntry(alias(id)));
    }

    /** The pair that signs. */
    KeyPair signingPair() throws IOException {
        try {
            var factory = KeyFactory.getInstance("Ed25519");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(get(SIGN_PUBLIC))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(get(SIGN_PRIVATE))));
        } catch (GeneralSecurityException e) {
            throw new IOException(damaged(file), e);
        }
    }

    private interface Change {
        void on(KeyStore store) throws GeneralSecurityException;
    }

    /** On a copy, which counts only once it is on the disk. */
    private void change(Change change) throws IOException {
        try {
            var next = load(file, encode(store), password);
            change.on(next);
            save(next);
            store = next;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PKCS#12", e);
        }
    }

    private void save(KeyStore next) throws IOException {
        DurableFile.replace(file, encode(next));
    }

    private byte[] encode(KeyStore next) throws IOException {
        try {
            var bytes = new ByteArrayOutputStream();
            next.store(bytes, password);
            return bytes.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PKCS#12", e);
        }
    }

    private byte[] get(String alias) throws IOException {
        try {
            var key = store.getKey(alias, password);
            if (key == null) {
                throw new IOException(damaged(file));
            }
            return key.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException(damaged(file), e);
        }
    }

    /** PKCS#12 keeps secret keys of algorithms it has a number for; these bytes pass for AES. */
    private void put(KeyStore into, String alias, byte[] bits) throws KeyStoreException {
        into.setEntry(
                alias,
                new KeyStore.SecretKeyEntry(new SecretKeySpec(bits, "AES")),
                new KeyStore.PasswordProtection(password));
    }

    private static KeyStore load(Path file, byte[] bytes, char[] password) throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new IOException(
                        "the password does not open "
                                + file
                                + ", or the file is damaged. Configure the password it was made"
                                + " with, or put the file back from a backup.",
                        e);
            }
            throw new IOException(damaged(file), e);
        } catch (GeneralSecurityException e) {
            throw new IOException(damaged(file), e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String damaged(Path file) {
        return file
                + " is damaged. Put it back from a backup; without it old recordings stay shut.";
    }

    private static String alias(LocalKeyId id) {
        return alias(id.tenant()) + id.generation();
    }

    private static String alias(Tenant tenant) {
        return TENANT_KEY
                + HEX.formatHex(tenant.account().getBytes(UTF_8))
                + "/"
                + HEX.formatHex(tenant.instance().getBytes(UTF_8))
                + "/";
    }
}
