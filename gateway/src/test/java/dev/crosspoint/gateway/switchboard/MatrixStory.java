package dev.crosspoint.gateway.switchboard;

import java.util.List;
import java.util.stream.Stream;

/**
 * What happens to a call, and who has to be on tape after each of its lines when both sides are
 * recorded. {@code ann(ann|bob,customer)} is the file of Ann's contact, right and left; {@code
 * ann(paused)} one that somebody has paused; {@code ann(ann|customer?)} one in which the customer
 * may be heard or not. A line without an arrow changes nothing. Written from the requirements (REC,
 * and the decisions on channels), not from what we do.
 */
enum MatrixStory {
    PLAIN(talk("")),

    HOLD(
            talk(
                    """
                    ann holds customer    => ann(ann|)
                    ann resumes customer  => ann(ann|customer)
                    ann holds all         => ann(ann|)
                    ann resumes all       => ann(ann|customer)
                    """)),

    AGENT_MUTE(
            talk(
                    """
                    ann mutes    => ann(|customer)
                    ann unmutes  => ann(ann|customer)
                    ann mutes    => ann(|customer)
                    """)),

    CUSTOMER_MUTE(
            talk(
                    """
                    ann mutes customer    => ann(ann|)
                    ann unmutes customer  => ann(ann|customer)
                    """)),

    PAUSES(
            talk(
                    """
                    ann pauses     => ann(paused)
                    ann continues  => ann(ann|customer)
                    ann pauses     => ann(paused)
                    ann continues  => ann(ann|customer)
                    ann pauses     => ann(paused)
                    ann continues  => ann(ann|customer)
                    """)),

    PAUSED_WHILE_OTHERS_COME(
            talk(
                    """
                    ann pauses            => ann(paused)
                    ann adds bob
                    bob takes             => ann(paused) bob(paused)
                    ann adds 777, 777 answers
                    bob continues         => ann(ann|777,bob,customer) bob(bob|777,ann,customer)
                    ann hangs             => bob(bob|777,customer)
                    bob hangs             => none
                    customer hangs        => none
                    """)),

    PAUSED_WHILE_ON_HOLD_AND_MUTED(
            talk(
                    """
                    ann holds customer    => ann(ann|)
                    ann pauses            => ann(paused)
                    ann resumes customer, ann mutes
                    ann continues         => ann(|customer)
                    ann pauses            => ann(paused)
                    ann unmutes
                    ann continues         => ann(ann|customer)
                    """)),

    BLIND_TO_AGENT(
            talk(
                    """
                    ann transfers bob  => ann(ann|)
                    bob takes          => bob(bob|customer)
                    bob hangs          => none
                    """)),

    BLIND_TO_NUMBER(
            talk(
                    """
                    ann transfers 777  => ann(ann|)
                    777 rings
                    777 answers        => none
                    customer hangs     => none
                    """)),

    WARM_TO_AGENT(
            talk(
                    """
                    ann consults bob  => ann(ann|)
                    bob takes         => ann(ann|bob) bob(bob|ann)
                    ann swaps         => ann(ann|customer) bob(bob|)
                    ann swaps         => ann(ann|bob) bob(bob|ann)
                    ann completes     => bob(bob|customer)
                    bob hangs         => none
                    """)),

    CONSULTATION_CANCELLED(
            talk(
                    """
                    ann consults bob  => ann(ann|)
                    bob takes         => ann(ann|bob) bob(bob|ann)
                    ann cancels       => ann(ann|customer)
                    """)),

    WARM_TO_NUMBER(
            talk(
                    """
                    ann consults 777  => ann(ann|)
                    777 announces
                    777 answers       => ann(ann|777)
                    ann swaps         => ann(ann|customer)
                    ann joins         => ann(ann|777,customer)
                    ann hangs         => none
                    customer hangs    => none
                    """)),

    CONFERENCE(
            talk(
                    """
                    ann adds 777, 777 announces
                    777 answers           => ann(ann|777,customer)
                    ann holds 777         => ann(ann|customer)
                    ann resumes 777       => ann(ann|777,customer)
                    ann mutes 777         => ann(ann|customer)
                    ann unmutes 777       => ann(ann|777,customer)
                    777 hangs             => ann(ann|customer)
                    """)),

    SECOND_AGENT(
            talk(
                    """
                    ann adds bob
                    bob takes             => ann(ann|bob,customer) bob(bob|ann,customer)
                    ann holds customer    => ann(ann|bob) bob(bob|ann)
                    ann resumes customer  => ann(ann|bob,customer) bob(bob|ann,customer)
                    bob mutes             => ann(ann|customer) bob(|ann,customer)
                    bob unmutes           => ann(ann|bob,customer) bob(bob|ann,customer)
                    ann hangs             => bob(bob|customer)
                    bob hangs             => none
                    """)),

    AGENT_TO_AGENT(
            talk(
                    """
                    ann transfers bob, bob takes  => bob(bob|customer)
                    bob transfers cat, cat takes  => cat(cat|customer)
                    cat hangs                     => none
                    """)),

    AGENTS_AMONG_THEMSELVES(
            """
            ann becomes available, bob becomes available, ann dials bob  => none
            ann connects                                                 => none
            bob takes                                                    => none
            ann hangs                                                    => none
            """),

    LOST_BROWSER(
            talk(
                    """
                    ann loses-browser          => ann(|)
                    ann returns, ann connects  => ann(ann|customer)
                    ann mutes                  => ann(|customer)
                    ann unmutes                => ann(ann|customer)
                    """)),

    CODEC_CHANGE(
            talk(
                    """
                    customer speaks another
                    customer speaks first
                    """)),

    SUPERVISION(
            talk(
                    """
                    sue monitors ann, sue connects
                    sue whispers
                    sue barges       => ann(ann|customer,sue)
                    sue mutes        => ann(ann|customer)
                    sue unmutes      => ann(ann|customer,sue)
                    sue monitors     => ann(ann|customer)
                    sue hangs
                    """)),

    KEYS(
            talk(
                    """
                    customer keys 4      => ann(ann|customer?)
                    ann sends 12 customer  => ann(ann|customer)
                    """)),

    WHISPERED_PROMPTS(
            """
            ann becomes available, customer calls  => none
            ann accepts                            => none
            ann connects                           => none
            prompts end                            => ann(ann|customer)
            ann holds customer                     => ann(ann|)
            ann resumes customer                   => ann(ann|customer)
            ann hangs                              => none
            """);

    private final String lines;

    MatrixStory(String lines) {
        this.lines = lines;
    }

    /** Ann is connected with a customer, and leaves at the end if she is still there. */
    private static String talk(String lines) {
        var end = lines.contains("=> none") ? "" : "ann hangs => none\n";
        return """
        ann becomes available, customer calls  => none
        ann accepts                            => none
        ann connects                           => ann(ann|customer)
        bob becomes available, cat becomes available, sue becomes available
        """
                + lines
                + end;
    }

    List<String> lines() {
        return Stream.of(lines.split("\n", -1)).filter(line -> !line.isBlank()).toList();
    }
}
