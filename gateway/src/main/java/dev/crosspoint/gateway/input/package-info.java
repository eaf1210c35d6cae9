/**
 * What a customer enters by keypad: kept in memory that is wiped, and sealed where a flow asks for
 * it ({@code InputEncryption}), so that only the holder of a private key outside the gateway can
 * read it (INP-1, INP-2). Messages have the format of the AWS Encryption SDK, as Amazon Connect
 * uses it. Pure: randomness is an argument. Refuses to know flows, calls and private keys. Start at
 * {@link dev.crosspoint.gateway.input.InputSeal}.
 */
@NullMarked
package dev.crosspoint.gateway.input;

import org.jspecify.annotations.NullMarked;
