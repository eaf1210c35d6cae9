package dev.crosspoint.media.record;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.api.Tenant;
import java.util.function.Consumer;

/** Where the media plane records to. */
public interface Recorder {

    /**
     * A new tape, at once; to be used on the loop that asks.
     *
     * @param loop index of the media loop that asks
     * @param description what the recording is, opaque here
     * @param failed told at most once, on any thread, when what is said is not kept any more; the
     *     tape then takes everything and keeps nothing
     */
    Tape open(
            int loop,
            Tenant tenant,
            RecordingId recording,
            String description,
            Consumer<RecordingFailure> failed);
}
