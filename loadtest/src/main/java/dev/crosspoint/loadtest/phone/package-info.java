/**
 * Headless phones on real sockets. One thread paces and hears for all of them, one Vert.x loop
 * signals for all of them. Open {@link dev.crosspoint.loadtest.phone.PhoneBank} first.
 */
@NullMarked
package dev.crosspoint.loadtest.phone;

import org.jspecify.annotations.NullMarked;
