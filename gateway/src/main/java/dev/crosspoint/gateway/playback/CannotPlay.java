package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** A request about a recording cannot be answered; the message is for whoever asked. */
final class CannotPlay extends Exception {
    private static final long serialVersionUID = 1;

    private final Problem problem;

    CannotPlay(Problem problem, @Nullable String sentence) {
        this(problem, sentence, null);
    }

    private CannotPlay(Problem problem, @Nullable String sentence, @Nullable Throwable cause) {
        super(sentence, cause, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    /** There is none of that name. */
    static CannotPlay notThere() {
        return new CannotPlay(Problem.NOT_FOUND, null);
    }

    /** Its place had it, and has it no more. */
    static CannotPlay gone() {
        return new CannotPlay(
                Problem.RECORDING_GONE,
                "it was delivered, and does not lie there any more: whoever owns the place has"
                        + " deleted or moved it");
    }

    static CannotPlay damaged(@Nullable Throwable cause) {
        return new CannotPlay(
                Problem.DAMAGED,
                "its files are not what the gateway wrote; the verify command says which",
                cause);
    }

    static CannotPlay notNow(@Nullable Throwable cause) {
        return new CannotPlay(
                Problem.NOT_READY, "where it lies nobody answers just now; try again", cause);
    }

    static CannotPlay notOnRecord() {
        return new CannotPlay(
                Problem.NOT_READY,
                "it cannot be put on record who asks, so nothing is sent; try again");
    }

    /** What a failure of a key, a file or a place means for whoever wants to hear it. */
    static CannotPlay of(Exception failure) {
        return switch (failure) {
            case CannotPlay known -> known;
            case KeyFailure key ->
                    switch (key.reason()) {
                        case DENIED -> denied(key);
                        case UNAVAILABLE ->
                                new CannotPlay(
                                        Problem.NOT_READY,
                                        "the key service does not answer just now; try again",
                                        key);
                        case INVALID -> damaged(key);
                    };
            case BadSealedFile bad -> damaged(bad);
            case DeliveryFailure place ->
                    switch (place.reason()) {
                        case DENIED -> denied(place);
                        case RETRY -> notNow(place);
                        case CONFLICT, BROKEN -> damaged(place);
                    };
            case NoSuchFileException _ -> gone();
            case IOException io -> notNow(io);
            default -> new CannotPlay(Problem.INTERNAL, null, failure);
        };
    }

    private static CannotPlay denied(Exception cause) {
        return new CannotPlay(
                Problem.KEY_DENIED,
                "the grant of its key was taken back, the key is disabled, or the bucket refuses:"
                        + " whoever owns the key has to enable it and grant its use again. Nothing"
                        + " is lost, and it plays again then",
                cause);
    }
}
