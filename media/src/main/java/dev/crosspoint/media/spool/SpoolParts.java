package dev.crosspoint.media.spool;

import java.security.SecureRandom;
import java.util.concurrent.Executor;

/**
 * What each recording is made with.
 *
 * @param diskThreads for whatever may wait for the platter
 * @param writer for what is to be done by the writer's thread, in one of its next turns
 */
record SpoolParts(
        SpoolFolder folder,
        SpoolDisk disk,
        KeyStock stock,
        KeyRefill refill,
        Executor diskThreads,
        Executor writer,
        GroupSync syncs,
        SpoolListener listener,
        SpoolCounts counts,
        SecureRandom random) {}
