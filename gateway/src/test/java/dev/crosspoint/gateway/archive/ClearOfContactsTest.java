package dev.crosspoint.gateway.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.local.OwnPostgres;
import dev.crosspoint.gateway.local.TestPostgres;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.DatabaseSettings.AppLogin;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever takes the disk of the database has no number, no name, no attribute. */
class ClearOfContactsTest {
    @TempDir private Path folder;

    @Test
    void leavesNothingInClearOnTheDisk() throws Exception {
        try (var own = TestPostgres.start(folder.resolve("postgres"));
                var rig = new ContactRig(settings(own), folder)) {
            for (int i = 0; i < 50; i++) {
                rig.contacts.keep(
                        List.of(
                                rig.full(ContactRig.MAIN, "planted-contact-" + i, 1),
                                rig.ongoing(ContactRig.OTHER, "o-" + i, ContactRig.NUMBER)));
            }
            rig.contacts.keep(List.of(rig.full(ContactRig.MAIN, "planted-contact-0", 2)));
            try (var connection =
                            DriverManager.getConnection(
                                    "jdbc:postgresql://127.0.0.1:%d/%s"
                                            .formatted(own.port(), OwnPostgres.DATABASE),
                                    OwnPostgres.OWNER,
                                    own.password().value());
                    var statement = connection.createStatement()) {
                statement.execute("CHECKPOINT");
            }
            // What may be read there shows that the scan reads what there is.
            assertThat(filesWith("planted-contact-7")).isNotEmpty();
            for (var secret : ContactRig.secrets()) {
                assertThat(filesWith(secret)).as(secret).isEmpty();
            }
        }
    }

    private List<String> filesWith(String text) throws Exception {
        var found = new ArrayList<String>();
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
                    found.add(folder.relativize(file).toString());
                }
            }
        }
        return found;
    }

    private static DatabaseSettings settings(OwnPostgres own) {
        var server =
                new Server(
                        "127.0.0.1",
                        own.port(),
                        OwnPostgres.DATABASE,
                        new Login(OwnPostgres.OWNER, own.password()),
                        AppLogin.DEFAULT,
                        Tls.DISABLE,
                        null);
        return new DatabaseSettings(server, 4, 20_000);
    }
}
