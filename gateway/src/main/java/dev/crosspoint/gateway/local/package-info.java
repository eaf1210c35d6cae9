/**
 * What is here when nothing else is configured: keys in a keystore file, delivery into a folder, a
 * PostgreSQL of our own in the data folder; and whose keys guard which tenant. Refuses to know what
 * is kept in them. Start at {@link dev.crosspoint.gateway.local.LocalKeystore}.
 */
@NullMarked
package dev.crosspoint.gateway.local;

import org.jspecify.annotations.NullMarked;
