package dev.crosspoint.gateway.control;

/** Who answers what is asked of the API. */
enum Room {
    /** The API itself. */
    DOOR,
    /** Call control: what happens now. */
    CALLS,
    /** What agents did. */
    HISTORY,
    /** What was recorded, and its keys. */
    RECORDINGS,
    /** A recording's sound and files. */
    PLAYBACK,
    /** Contacts that are kept. */
    CONTACT_RECORDS,
    /** How trunks do. */
    TRUNKS,
    /** What the network has to let through. */
    NETWORK,
    /** Whether audio would come through. */
    PREFLIGHT,
    /** Who did what. */
    AUDIT,
    /** People and what they may do. */
    PEOPLE;

    /** Who answers an operation. */
    static Room of(Operation operation) {
        return switch (operation) {
            case READ_DOCUMENT, WATCH -> DOOR;
            case LIST_CONTACTS,
                    DIAL,
                    SHOW_CONTACT,
                    ACCEPT,
                    REJECT,
                    HANG_UP,
                    END,
                    HOLD,
                    MUTE,
                    PAUSE_RECORDING,
                    SEND_DIGITS,
                    TRANSFER,
                    CONSULT,
                    ADD,
                    COMPLETE,
                    SWAP,
                    JOIN,
                    CANCEL,
                    REMOVE,
                    SUPERVISE,
                    LIST_QUICK_CONNECTS,
                    LIST_AGENTS,
                    SHOW_AGENT,
                    SET_STATE,
                    LIST_LEGS,
                    LIST_DENIALS,
                    DENY,
                    LIFT ->
                    CALLS;
            case LIST_AGENT_HISTORY -> HISTORY;
            case LIST_RECORDINGS, SHOW_RECORDING, DELIVER_RECORDING, LIST_KEY_CHANGES -> RECORDINGS;
            case SEARCH_CONTACT_RECORDS, SHOW_CONTACT_RECORD -> CONTACT_RECORDS;
            case PLAY_RECORDING,
                    REPORT_HEARD,
                    READ_AUDIO,
                    SHOW_WAVEFORM,
                    DOWNLOAD_RECORDING,
                    DELETE_RECORDING,
                    HOLD_RECORDING,
                    RELEASE_RECORDING ->
                    PLAYBACK;
            case LIST_TRUNKS -> TRUNKS;
            case LIST_NETWORK -> NETWORK;
            case PREFLIGHT -> PREFLIGHT;
            case LIST_AUDIT -> AUDIT;
            case LIST_USERS,
                    CREATE_USER,
                    SHOW_USER,
                    CHANGE_USER,
                    RESET_PASSWORD,
                    RESET_SECOND_FACTOR,
                    LIST_PROFILES,
                    SHOW_PROFILE,
                    PUT_PROFILE,
                    DELETE_PROFILE,
                    SHOW_ME,
                    ENROL,
                    CONFIRM_ENROLMENT,
                    NEW_RECOVERY_CODES,
                    NEW_SIP_SECRET,
                    DROP_SIP_SECRET,
                    CHANGE_PASSWORD ->
                    PEOPLE;
        };
    }
}
