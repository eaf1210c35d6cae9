package dev.crosspoint.gateway.flow;

/** What a parameter holds: text, or where in the contact's data the text is found. */
public sealed interface Value {

    /** The text itself. */
    record Literal(String text) implements Value {}

    /** A JSONPath identifier such as {@code $.Attributes.tier}. */
    record Reference(DataPath path) implements Value {}
}
