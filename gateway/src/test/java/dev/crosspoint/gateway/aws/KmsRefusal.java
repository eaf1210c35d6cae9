package dev.crosspoint.gateway.aws;

/** An answer that is an error, by the name AWS gives it. */
final class KmsRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    final int status;
    final String type;

    KmsRefusal(String type) {
        this(400, type);
    }

    KmsRefusal(int status, String type) {
        super(type);
        this.status = status;
        this.type = type;
    }
}
