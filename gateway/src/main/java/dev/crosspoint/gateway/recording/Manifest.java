package dev.crosspoint.gateway.recording;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.signed.SignedJson;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.delivery.ObjectName;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Rendering;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.spool.KeyFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a recording is, signed: whose, which parts of the conversation, what of them is missing, and
 * the hash of each of its files. The same recording always has the same manifest.
 *
 * @param json everything but the signature
 * @param signature Ed25519 over canonical bytes of that, Base64
 */
public record Manifest(JsonObject json, String signature) {
    private static final int VERSION = 1;

    /** What a manifest is made of. */
    record Facts(
            RecordingId recording,
            RecordingDescription description,
            KeyFile key,
            boolean recovered,
            AudioFormat format,
            Rendering rendering,
            Seal tracks,
            SealedPart audio,
            SealedPart peaks) {}

    /** A new one. */
    static Manifest of(Facts facts, Signer signer) {
        var signed = SignedJson.of(json(facts), signer);
        return new Manifest(signed.json(), signed.signature());
    }

    /** The document: JSON with the signature in it. */
    public byte[] document() {
        return new SignedJson(json, signature).document();
    }

    /**
     * Reads a document, however it was laid out since.
     *
     * @throws IllegalArgumentException when it is no manifest
     */
    public static Manifest read(byte[] document) {
        try {
            var signed = SignedJson.read(document);
            if (!Integer.valueOf(VERSION).equals(signed.json().getInteger("version"))) {
                throw new IllegalArgumentException("not a manifest of version " + VERSION);
            }
            return new Manifest(signed.json(), signed.signature());
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("not the manifest of a recording", e);
        }
    }

    /**
     * Whether nobody changed it since it was signed.
     *
     * @param publicKey SubjectPublicKeyInfo in PEM, of {@link Signer#publicKey}
     */
    public boolean isSignedBy(String publicKey) {
        return new SignedJson(json, signature).isSignedBy(publicKey);
    }

    /** The recording. */
    public RecordingId recording() {
        return new RecordingId(requireNonNull(json.getString("recording")));
    }

    /** Whose it is. */
    public Tenant tenant() {
        return new Tenant(
                requireNonNull(json.getString("account")),
                requireNonNull(json.getString("instance")));
    }

    /** What it is called where it is delivered, but for its ordinal. */
    public ObjectName name(dev.crosspoint.media.delivery.Artefact artefact) {
        return new ObjectName(
                tenant(),
                requireNonNull(json.getString("contact")),
                Instant.parse(requireNonNull(json.getString("startedAt"))),
                1,
                artefact);
    }

    /** What the audio is called where it is delivered. */
    public dev.crosspoint.media.delivery.Artefact sound() {
        return format() == AudioFormat.OGG_OPUS
                ? dev.crosspoint.media.delivery.Artefact.OGG
                : dev.crosspoint.media.delivery.Artefact.WAV;
    }

    /** The tracks that it was prepared from, as they were sealed. */
    public Seal tracks() {
        var part = requireNonNull(json.getJsonObject("tracks"));
        return new Seal(
                requireNonNull(part.getInteger("sealedFrames")),
                requireNonNull(part.getLong("sealedBytes")),
                requireNonNull(part.getString("sealedLastTag")));
    }

    /** The context of the data key, by its members' names. */
    public Map<String, String> context() {
        var pairs = new TreeMap<String, String>();
        requireNonNull(requireNonNull(json.getJsonObject("key")).getJsonObject("context"))
                .forEach(pair -> pairs.put(pair.getKey(), String.valueOf(pair.getValue())));
        return pairs;
    }

    /** The prepared audio. */
    public SealedPart audio() {
        return SealedPart.of(requireNonNull(json.getJsonObject("audio")));
    }

    /** The waveform. */
    public SealedPart peaks() {
        return SealedPart.of(requireNonNull(json.getJsonObject("peaks")));
    }

    /** The word for the audio's format. */
    String formatWord() {
        return requireNonNull(json.getJsonObject("audio").getString("format"));
    }

    AudioFormat format() {
        return AudioFormat.valueOf(formatWord().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    long durationMs() {
        return requireNonNull(json.getLong("durationMs"));
    }

    long concealedMs() {
        var channels = requireNonNull(json.getJsonObject("channels"));
        return channels.getJsonObject("left").getLong("concealedMs")
                + channels.getJsonObject("right").getLong("concealedMs");
    }

    int gaps() {
        return requireNonNull(json.getJsonArray("gaps")).size();
    }

    // ---- details

    private static JsonObject json(Facts facts) {
        var description = facts.description();
        var rendering = facts.rendering();
        var tenant = facts.key().context().tenant();
        var started = Instant.ofEpochMilli(description.startedMs());
        return new JsonObject()
                .put("version", VERSION)
                .put("recording", facts.recording().value())
                .put("account", tenant.account())
                .put("instance", tenant.instance())
                .put("contact", description.contact())
                .put("initialContact", description.initialContact())
                .put("agent", description.agent())
                .put("queue", description.queue())
                .put("segment", description.segment())
                .put("sides", description.sides().name().toLowerCase(Locale.ROOT))
                .put("startedAt", started.toString())
                .put("endedAt", started.plusMillis(rendering.durationMs()).toString())
                .put("durationMs", rendering.durationMs())
                .put("endedInOrder", rendering.endedInOrder())
                .put("recovered", facts.recovered())
                .put(
                        "audio",
                        facts.audio()
                                .json()
                                .put("format", word(facts.format()))
                                .put("rateHz", rendering.rateHz())
                                .put("samples", rendering.samples()))
                .put("peaks", facts.peaks().json())
                .put(
                        "tracks",
                        new JsonObject()
                                .put("sealedFrames", facts.tracks().frames())
                                .put("sealedBytes", facts.tracks().bytes())
                                .put("sealedLastTag", facts.tracks().lastTag()))
                .put("key", key(facts.key()))
                .put(
                        "channels",
                        new JsonObject()
                                .put("left", side(rendering.left()))
                                .put("right", side(rendering.right())))
                .put("participants", participants(rendering))
                .put("pauses", array(rendering.pauses(), Manifest::span))
                .put(
                        "gaps",
                        array(
                                rendering.gaps(),
                                gap ->
                                        new JsonObject()
                                                .put("atMs", gap.atMs())
                                                .put("lost", gap.lost())));
    }

    private static String word(AudioFormat format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonObject key(KeyFile key) {
        var context = new JsonObject();
        key.context().pairs().forEach(context::put);
        return new JsonObject().put("id", key.wrapped().keyId()).put("context", context);
    }

    private static JsonObject side(Rendering.Side side) {
        return new JsonObject()
                .put("spokenMs", side.spokenMs())
                .put("concealedMs", side.concealedMs())
                .put("silentMs", side.silentMs())
                .put("packets", side.packets())
                .put("lost", side.lost())
                .put("recovered", side.recovered())
                .put("late", side.late())
                .put("duplicate", side.duplicate());
    }

    private static JsonArray participants(Rendering rendering) {
        return array(
                rendering.segments(),
                segment ->
                        new JsonObject()
                                .put("who", segment.who())
                                .put("leg", segment.leg().value())
                                .put("channel", segment.channel().name().toLowerCase(Locale.ROOT))
                                .put("fromMs", segment.fromMs())
                                .put("toMs", segment.toMs()));
    }

    private static JsonObject span(Rendering.Span span) {
        return new JsonObject().put("fromMs", span.fromMs()).put("toMs", span.toMs());
    }

    private static <T> JsonArray array(List<T> list, Function<T, JsonObject> json) {
        var array = new JsonArray();
        list.forEach(entry -> array.add(json.apply(entry)));
        return array;
    }
}
