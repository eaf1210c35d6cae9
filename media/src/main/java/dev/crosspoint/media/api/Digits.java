package dev.crosspoint.media.api;

/**
 * Keypad digits of a caller: personal until proven otherwise, so {@link #toString} hides them.
 *
 * @param value one or more of {@code 0-9 * # A-D}
 */
public record Digits(String value) {
    public Digits {
        if (value.isEmpty() || !value.chars().allMatch(c -> "0123456789*#ABCD".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("digits are 0-9, *, # and A-D");
        }
    }

    @Override
    public String toString() {
        return "Digits[" + value.length() + "]";
    }
}
