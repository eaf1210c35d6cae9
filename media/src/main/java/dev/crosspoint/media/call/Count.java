package dev.crosspoint.media.call;

/** What the packet path counts instead of logging. */
public enum Count {
    CALLS_OPENED,
    CALLS_CLOSED,
    LEGS_OPENED,
    LEGS_CLOSED,
    /** RTP packets accepted. */
    RTP_ACCEPTED,
    /** RTP packets sent. */
    RTP_SENT,
    /** Packets forwarded without decoding. */
    RTP_RELAYED,
    /** RTP with a payload type that was not agreed; dropped. */
    RTP_UNEXPECTED_TYPE,
    /** RTP from a source that the trunk's rules do not allow; dropped. */
    RTP_WRONG_SOURCE,
    /** RTP or RTCP before there were keys, or in clear on an encrypted leg (SEC-2); dropped. */
    UNPROTECTED,
    /** Seen before (replay window). */
    SRTP_REPLAYED,
    /** Failed authentication. */
    SRTP_UNAUTHENTIC,
    /** Not a packet of its kind. */
    MALFORMED,
    /** An SSRC beyond the bound of a session. */
    UNKNOWN_SSRC,
    /** RTCP packets accepted. */
    RTCP_ACCEPTED,
    /** Blocks of extended reports (RFC 3611) in them. */
    RTCP_EXTENDED_BLOCKS,
    /** STUN checks answered with success. */
    STUN_ANSWERED,
    /** STUN refused: bad integrity, wrong names, malformed. */
    STUN_REFUSED,
    /** DTLS from an address that ICE has not validated; dropped. */
    DTLS_WRONG_SOURCE,
    /** DTLS records handed to a handshake. */
    DTLS_TAKEN,
    /** Datagrams at a shared port that belong to no leg. */
    NOBODYS,
    /** First byte of none of the protocols (RFC 7983). */
    UNKNOWN_PROTOCOL,
    /** A payload that its decoder refused. */
    UNDECODABLE,
    /** Milliseconds of audio made up for packets that were lost or late. */
    CONCEALED_MS,
    /** Audio packets that were kept for recordings. */
    RECORDED,
    /** Packets that recordings had no room for; each gap is marked. */
    RECORDING_LOST,
    /** Legs without a call ended by a bug of ours. */
    LEG_FAILED,
    /** Calls ended by a bug of ours. */
    CALL_FAILED,
    /** Calls ended because nobody was in them for too long. */
    CALL_ABANDONED
}
