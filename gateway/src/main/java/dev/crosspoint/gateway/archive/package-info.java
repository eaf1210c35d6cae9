/**
 * Contact records as they are kept: each personal kind sealed under a key of its instance that
 * expires, numbers and attributes findable by keyed hashes, references in the scope that is theirs,
 * and all of it gone when its time is over. Knows nothing of calls, and nothing of who may read.
 * Start at {@link dev.crosspoint.gateway.archive.SealedContacts}.
 */
@NullMarked
package dev.crosspoint.gateway.archive;

import org.jspecify.annotations.NullMarked;
