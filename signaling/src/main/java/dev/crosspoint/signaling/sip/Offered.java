package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import javax.sip.ServerTransaction;

/** The far end's offer within a call, while call control thinks about it. */
record Offered(ServerTransaction transaction, Private sdp) {}
