@NullMarked
package dev.crosspoint.media.record;

import org.jspecify.annotations.NullMarked;
