package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.media.api.Ids.CallId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is heard in a call, in words: {@code a+b+c} all hear each other, {@code a<b} says that a
 * hears b, {@code a:music} that a hears music.wav.
 */
final class Audio {
    private Audio() {}

    /** Everything that is heard in a call. */
    static Set<String> heard(Office office, CallId call) {
        var words = new TreeSet<>(office.hearing(call));
        for (var word : office.playing(call)) {
            words.add(word.replaceAll("^([^:]*):.*?([^/]*)\\.wav$", "$1:$2"));
        }
        return words;
    }

    /** The same, as a text says it. */
    static Set<String> words(String text) {
        var words = new TreeSet<String>();
        for (var word : text.isBlank() ? List.<String>of() : List.of(text.split(" ", -1))) {
            var people = List.of(word.split("\\+", -1));
            if (people.size() == 1) {
                words.add(word);
            }
            for (var listener : people) {
                people.stream()
                        .filter(source -> !source.equals(listener))
                        .forEach(source -> words.add(listener + "<" + source));
            }
        }
        return words;
    }
}
