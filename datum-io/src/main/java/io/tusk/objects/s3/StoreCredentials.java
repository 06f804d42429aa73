/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of one store; where there are none, says what to do. The client that uses them
 * closes them.
 */
final class StoreCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
  private static final int SERVER_FAULT = 500;

  private final BucketPrefix place;
  private final AwsCredentialsProvider provider;

  /** What is closed with the store; what was given is another's. */
  private final Optional<DefaultCredentialsProvider> own;

  StoreCredentials(BucketPrefix place, Optional<AwsCredentialsProvider> given) {
    this.place = place;
    this.own =
        given.isPresent()
            ? Optional.empty()
            : Optional.of(DefaultCredentialsProvider.builder().build());
    this.provider = given.orElseGet(own::orElseThrow);
  }

  /**
   * @throws TuskException STORAGE without any
   */
  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return provider.resolveCredentials();
    } catch (AwsServiceException e) {
      throw refused(provider, e);
    } catch (SdkClientException e) {
      if (own.isPresent()) {
        refuseRoles();
      }
      throw none(e);
    }
  }

  /** The chain passes by a role that is refused: whoever has one would be told to get keys. */
  private void refuseRoles() {
    try (WebIdentityTokenFileCredentialsProvider token =
            WebIdentityTokenFileCredentialsProvider.builder().build();
        ProfileCredentialsProvider profile = ProfileCredentialsProvider.builder().build()) {
      refuseRole(token);
      refuseRole(profile);
    }
  }

  private void refuseRole(AwsCredentialsProvider from) {
    try {
      from.resolveCredentials();
    } catch (AwsServiceException e) {
      throw refused(from, e);
    } catch (SdkClientException | IllegalStateException e) {
      // It is not set up.
    }
  }

  private TuskException refused(AwsCredentialsProvider from, AwsServiceException refusal) {
    boolean passing = refusal.statusCode() >= SERVER_FAULT || refusal.isThrottlingException();
    return unusable(
        from.getClass().getSimpleName()
            + " got no credentials: AWS answered "
            + S3Errors.text(refusal)
            + (passing ? "; try again later" : "; check its role, and whom that role trusts"),
        refusal);
  }

  private TuskException none(SdkClientException failure) {
    return unusable(
        (own.isPresent()
                ? "no AWS credentials were found"
                : provider.getClass().getSimpleName() + " gives none: " + failure.getMessage())
            + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give"
            + " --awsCredentialsProvider",
        failure);
  }

  private TuskException unusable(String fact, RuntimeException cause) {
    return new TuskException(
        ErrorCode.STORAGE, "store " + place + " cannot be used: " + fact, cause);
  }

  @Override
  public void close() {
    own.ifPresent(DefaultCredentialsProvider::close);
  }
}
