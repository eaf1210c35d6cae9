package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.DeliveryFailure.Reason;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.delivery.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder to which recordings are delivered, with everything that a bucket may do on the way. */
final class TestPlace implements DeliveryTarget {
    /** What goes wrong. */
    enum Fault {
        NONE,
        /** It answers that it has too much to do. */
        DOWN,
        /** It has never heard of us. */
        DENIED,
        /** All is there, and we are not told. */
        ANSWER_LOST,
        /** The first part of it comes there, and the line goes. */
        CUT_OFF,
        /** It was taken, and is not to be seen. */
        NOT_THERE,
        /** It was taken, and lies under another key. */
        WRONG_KEY,
        /** It does not answer before the test lets it. */
        HANGS
    }

    private final FolderTarget folder;
    private final Plug plug;
    private final AtomicInteger attempts = new AtomicInteger();
    private final Set<String> confirmed;
    private final CountDownLatch hanging = new CountDownLatch(1);
    private volatile Fault fault = Fault.NONE;

    /**
     * @param confirmed gets the location of each thing that it says is there
     */
    TestPlace(FolderTarget folder, Plug plug, Set<String> confirmed) {
        this.folder = folder;
        this.plug = plug;
        this.confirmed = confirmed;
    }

    void set(Fault next) {
        fault = next;
    }

    void letGo() {
        hanging.countDown();
    }

    /** How often it was brought something. */
    int attempts() {
        return attempts.get();
    }

    @Override
    public Receipt deliver(Parcel parcel) throws DeliveryFailure {
        attempts.incrementAndGet();
        return plugged("deliver " + parcel.name().artefact(), () -> delivered(parcel));
    }

    private Receipt delivered(Parcel parcel) throws DeliveryFailure {
        return switch (fault) {
            case NONE, NOT_THERE, WRONG_KEY -> folder.deliver(parcel);
            case DOWN -> throw new DeliveryFailure(Reason.RETRY, "SlowDown", null);
            case DENIED -> throw new DeliveryFailure(Reason.DENIED, "AccessDenied", null);
            case ANSWER_LOST -> {
                folder.deliver(parcel);
                throw new DeliveryFailure(Reason.RETRY, "the connection was reset", null);
            }
            case CUT_OFF -> {
                readSome(parcel);
                throw new DeliveryFailure(Reason.RETRY, "the connection was reset", null);
            }
            case HANGS -> {
                hang();
                yield folder.deliver(parcel);
            }
        };
    }

    @Override
    public void confirm(Receipt receipt) throws DeliveryFailure {
        boolean _ =
                plugged(
                        "confirm " + receipt.location(),
                        () -> {
                            switch (fault) {
                                case NONE, ANSWER_LOST, CUT_OFF, HANGS -> folder.confirm(receipt);
                                case DOWN, NOT_THERE ->
                                        throw new DeliveryFailure(
                                                Reason.RETRY, "nothing there", null);
                                case DENIED ->
                                        throw new DeliveryFailure(
                                                Reason.DENIED, "AccessDenied", null);
                                case WRONG_KEY ->
                                        throw new DeliveryFailure(
                                                Reason.BROKEN, "lies under another key", null);
                            }
                            confirmed.add(receipt.location());
                            return true;
                        });
    }

    @Override
    public boolean holds(Receipt receipt) {
        return folder.holds(receipt);
    }

    @Override
    public boolean isThere(Receipt receipt) throws DeliveryFailure {
        return folder.isThere(receipt);
    }

    @Override
    public void remove(Receipt receipt) throws DeliveryFailure {
        folder.remove(receipt);
    }

    @Override
    public InputStream open(Receipt receipt, long offset, long length) throws DeliveryFailure {
        return folder.open(receipt, offset, length);
    }

    private void hang() throws DeliveryFailure {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            // As clients do that know nothing of interruption.
            throw new DeliveryFailure(Reason.RETRY, "interrupted", e);
        }
    }

    private static void readSome(Parcel parcel) throws DeliveryFailure {
        try (var source = parcel.source().sealed()) {
            int _ = source.readNBytes(100).length;
        } catch (IOException e) {
            throw new DeliveryFailure(Reason.RETRY, "unreadable", e);
        }
    }

    private <T> T plugged(String what, Plug.Deed<T> deed) throws DeliveryFailure {
        try {
            return plug.run(what, deed);
        } catch (DeliveryFailure e) {
            throw e;
        } catch (IOException e) {
            throw new DeliveryFailure(Reason.RETRY, "gone", e);
        }
    }
}
