/**
 * A tenant's key in AWS KMS, and a tenant's bucket in S3 or in a store that speaks like it. Owns
 * the AWS SDK; refuses to know what is sealed and when something is tried again. Start at {@link
 * dev.crosspoint.gateway.aws.AwsKms} and {@link dev.crosspoint.gateway.aws.S3Target}.
 */
@NullMarked
package dev.crosspoint.gateway.aws;

import org.jspecify.annotations.NullMarked;
