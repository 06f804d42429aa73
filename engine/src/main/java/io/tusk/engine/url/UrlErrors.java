/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.engine.url;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.FileNotFoundException;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says what went wrong with an object in terms of who must act. */
final class UrlErrors {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int MOVED = 301;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;

  private UrlErrors() {}

  /** {@code doing}: "cannot be read". */
  static TuskException of(ObjectUrl url, String doing, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TuskException tusk) {
        return tusk;
      }
      if (cause instanceof AwsServiceException service) {
        return answered(url, doing, service);
      }
      if (cause instanceof SdkClientException client) {
        return unasked(url, doing, client);
      }
      if (cause instanceof FileNotFoundException) {
        return missing(url, cause);
      }
    }
    return new TuskException(
        ErrorCode.STORAGE, url + " " + doing + ": " + text(failure) + "; run it again", failure);
  }

  static TuskException missing(ObjectUrl url, Throwable cause) {
    return new TuskException(
        ErrorCode.NOT_FOUND,
        "there is no object " + url + "; check its name, or give -r for all that is below it",
        cause);
  }

  private static TuskException answered(ObjectUrl url, String doing, AwsServiceException failure) {
    String code =
        failure.awsErrorDetails() == null
            ? ""
            : Objects.toString(failure.awsErrorDetails().errorCode(), "");
    if (code.equals("NoSuchBucket")) {
      return new TuskException(
          ErrorCode.NOT_FOUND,
          url
              + " "
              + doing
              + ": there is no bucket \""
              + url.bucket()
              + "\"; make it, or check its name, --awsRegion and --endpoint",
          failure);
    }
    if (failure.statusCode() == NOT_FOUND) {
      return missing(url, failure);
    }
    if (failure.statusCode() == FORBIDDEN) {
      return new TuskException(
          ErrorCode.STORAGE,
          url
              + " "
              + doing
              + ": the storage denies it"
              + (code.isEmpty() ? "" : " (" + code + ")")
              + "; use other credentials, or have these allowed to",
          failure);
    }
    if (failure.statusCode() == MOVED) {
      return new TuskException(
          ErrorCode.STORAGE,
          url + " " + doing + ": the bucket is in another region; name it with --awsRegion",
          failure);
    }
    return new TuskException(
        ErrorCode.STORAGE,
        url
            + " "
            + doing
            + ": the storage answered with status "
            + failure.statusCode()
            + (code.isEmpty() ? "" : " (" + code + ")")
            + (mayPass(failure.statusCode()) ? "; run it again" : "; correct what is asked for"),
        failure);
  }

  private static boolean mayPass(int status) {
    return status >= SERVER_FAULT || status == TOO_MANY || status == TIMEOUT;
  }

  private static TuskException unasked(ObjectUrl url, String doing, SdkClientException failure) {
    String message = text(failure);
    String why;
    if (message.startsWith("Unable to load credentials")) {
      why =
          "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or"
              + " AWS_PROFILE, or give --awsCredentialsProvider";
    } else if (message.startsWith("Unable to load region")) {
      why = "there is no region; set AWS_REGION or give --awsRegion";
    } else {
      why = message + "; check the network and --endpoint, and run it again";
    }
    return new TuskException(ErrorCode.STORAGE, url + " " + doing + ": " + why, failure);
  }

  /** The first line of what it says, without what the SDK appends. */
  private static String text(Throwable failure) {
    String message = Objects.toString(failure.getMessage(), failure.getClass().getSimpleName());
    return message.lines().findFirst().orElse("").replaceAll(" \\(SDK Attempt Count: \\d+\\)", "");
  }
}
