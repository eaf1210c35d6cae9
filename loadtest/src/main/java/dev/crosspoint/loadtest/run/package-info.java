/**
 * A whole run: starts a gateway or takes the one it is told, lets Gatling load it, watches it
 * meanwhile, and writes the summary. Open {@link dev.crosspoint.loadtest.run.LoadRun} first.
 */
@NullMarked
package dev.crosspoint.loadtest.run;

import org.jspecify.annotations.NullMarked;
