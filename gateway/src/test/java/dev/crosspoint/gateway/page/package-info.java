/**
 * The agent page in a real browser, over the real HTTPS listener, against a call control that does
 * what the test says. The far end of the audio is a second page of the same browser.
 */
@NullMarked
package dev.crosspoint.gateway.page;

import org.jspecify.annotations.NullMarked;
