package dev.crosspoint.gateway;

import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.keys.SearchKeys.Kept;
import dev.crosspoint.gateway.store.DatabaseView.Access;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.time.InstantSource;

/**
 * The command about contact records, beside a gateway that runs or instead of one, with the exit
 * codes of {@link CommandPlace}. It blocks.
 */
final class ContactCommands {
    private final CommandPlace place;

    ContactCommands(CommandPlace place) {
        this.place = place;
    }

    /**
     * Keeps a tenant's numbers or attributes under another key from now on. A gateway that runs
     * takes it within a minute; what was kept before stays under its key, and is found by it.
     */
    int rotate(Tenant tenant, Kept what) {
        if (!place.isConfigured(tenant)) {
            return CommandPlace.NOT_WELL;
        }
        if (!place.hasKeystore()) {
            return CommandPlace.CANNOT;
        }
        try (var home = place.homeIfNobodyHasIt();
                var plant = place.plant();
                var database = place.database(home != null, Access.CHANGE);
                var opened = new OpenedKeys(plant.keys(), System::nanoTime)) {
            if (database == null) {
                return CommandPlace.CANNOT;
            }
            var cabinet =
                    new KeyCabinet(
                            plant.keys(), opened, database.instanceKeys(), InstantSource.system());
            var generation = new SearchKeys(cabinet).rotate(tenant, what);
            place.recordUses(plant);
            if (generation.isEmpty()) {
                place.err()
                        .println(
                                "Nothing is kept of the "
                                        + what.word()
                                        + " of this tenant yet, so there is no key to change.");
                return CommandPlace.NOT_WELL;
            }
            place.out()
                    .println(
                            "From now on "
                                    + what.word()
                                    + " are kept under generation "
                                    + generation.getAsInt()
                                    + " of their key; by a gateway that runs, within a minute. What"
                                    + " was kept before is found as before.");
            return CommandPlace.WELL;
        } catch (IOException | KeyFailure | StoreUnavailable e) {
            place.err().println("The key is not changed: " + e.getMessage());
            return CommandPlace.CANNOT;
        }
    }
}
