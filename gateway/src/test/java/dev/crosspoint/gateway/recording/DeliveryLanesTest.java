package dev.crosspoint.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.record.AudioFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may send how much at once. */
class DeliveryLanesTest {
    private static final Tenant ACME = new Tenant("acme", "main");
    private static final Tenant GLOBEX = new Tenant("globex", "main");
    private static final DeliveryTarget SHARED = new FolderTarget(Path.of("delivered"));
    private static final DeliveryTarget SALES = new FolderTarget(Path.of("sales"));

    @Test
    void givesEachPlaceOfEachTenantItsOwn() {
        var sales = new Destination(Set.of("Sales"), SALES);
        var again = new Destination(Set.of("Service"), SHARED);
        var lanes =
                new DeliveryLanes(
                        List.of(
                                settings(ACME, List.of(sales, again)),
                                settings(GLOBEX, List.of())));
        var acme = lanes.of(ACME, SHARED);
        assertThat(acme).isNotSameAs(lanes.of(GLOBEX, SHARED)).isNotSameAs(lanes.of(ACME, SALES));
        assertThat(acme).isSameAs(lanes.of(ACME, new FolderTarget(Path.of("delivered"))));
        assertThat(acme.availablePermits()).isEqualTo(DeliveryLanes.MOST_AT_ONCE);
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "4, 8", "5, 6", "16, 2", "32, 1", "33, 1", "1000, 1"})
    void sharesOutSoThatAllTogetherAreBounded(int places, int atOnce) {
        assertThat(DeliveryLanes.atOnce(places)).isEqualTo(atOnce);
        assertThat(places * atOnce)
                .isLessThanOrEqualTo(Math.max(DeliveryLanes.MOST_IN_ALL, places));
    }

    private static TenantRecordings settings(Tenant tenant, List<Destination> destinations) {
        return new TenantRecordings(tenant, AudioFormat.WAV_8_KHZ, 0, destinations, SHARED);
    }
}
