package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import java.util.Locale;

/**
 * The one table of JSON-RPC errors. Desktop methods answer with {@link #code}; the softphone
 * methods answer with {@link #softphoneCode}, the codes a connect-rtc-js client knows.
 */
enum RpcError {
    // JSON-RPC 2.0, section 5.1
    PARSE_ERROR(-32700, 400),
    INVALID_REQUEST(-32600, 400),
    UNKNOWN_METHOD(-32601, 404),
    BAD_PARAMS(-32602, 400),
    INTERNAL(-32603, 500),
    // The range that JSON-RPC leaves to servers: -32000 to -32099
    NOT_STARTED(-32001, 403),
    ACCESS_DENIED(-32003, 403),
    NOT_FOUND(-32004, 404),
    TIMEOUT(-32008, 408),
    CONFLICT(-32009, 409),
    BUSY(-32010, 486),
    RATE_LIMITED(-32029, 486);

    private final int code;
    private final int softphoneCode;

    RpcError(int code, int softphoneCode) {
        this.code = code;
        this.softphoneCode = softphoneCode;
    }

    static RpcError of(AgentError error) {
        return switch (error) {
            case BAD_REQUEST -> BAD_PARAMS;
            case ACCESS_DENIED -> ACCESS_DENIED;
            case NOT_FOUND -> NOT_FOUND;
            case TIMEOUT -> TIMEOUT;
            case CONFLICT -> CONFLICT;
            case BUSY -> BUSY;
            case INTERNAL -> INTERNAL;
        };
    }

    int code() {
        return code;
    }

    int softphoneCode() {
        return softphoneCode;
    }

    /** How counters call it: {@code rate-limited}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
