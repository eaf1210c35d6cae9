package dev.crosspoint.media.dtmf;

/** The keys of a telephone and their tones (ITU-T Q.23); a key is its row and column. */
final class Keys {
    static final int NONE = -1;
    static final int[] LOWER_HZ = {697, 770, 852, 941};
    static final int[] UPPER_HZ = {1209, 1336, 1477, 1633};

    /** Row by row. */
    private static final String DIGITS = "123A456B789C*0#D";

    private static final int COLUMNS = 4;

    private Keys() {}

    static int key(int row, int column) {
        return COLUMNS * row + column;
    }

    /** The key of a digit, or NONE. */
    static int of(char digit) {
        return DIGITS.indexOf(digit);
    }

    static char digit(int key) {
        return DIGITS.charAt(key);
    }

    /** Its row, and so the index of its lower frequency. */
    static int lower(int key) {
        return key / COLUMNS;
    }

    /** Its column, and so the index of its upper frequency. */
    static int upper(int key) {
        return key % COLUMNS;
    }
}
