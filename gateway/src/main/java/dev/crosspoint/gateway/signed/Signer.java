package dev.crosspoint.gateway.signed;

/** Signs documents, so that a change of one is seen by whoever has the public key. */
public interface Signer {

    /** An Ed25519 signature (RFC 8032). */
    byte[] sign(byte[] message);

    /** The public key: SubjectPublicKeyInfo in PEM. */
    String publicKey();
}
