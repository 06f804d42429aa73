/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;

/** What a failed request means for a store, and what its owner should do. */
final class S3Errors {
  /** Said with any status: S3 may fail to complete an upload after it has answered 200. */
  private static final Set<String> BUSY =
      Set.of(
          "InternalError",
          "SlowDown",
          "ServiceUnavailable",
          "RequestTimeout",
          "OperationAborted",
          "Throttling");

  private static final Set<String> REFUSED_KEYS =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "TokenRefreshRequired", "InvalidToken");
  private static final Set<String> ELSEWHERE =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "IllegalLocationConstraintException",
          "IncorrectEndpoint");

  private static final int NOT_IMPLEMENTED = 501;

  private final BucketPrefix place;
  private final Region region;
  private final Optional<URI> endpoint;

  S3Errors(BucketPrefix place, Region region, Optional<URI> endpoint) {
    this.place = place;
    this.region = region;
    this.endpoint = endpoint;
  }

  /** Whether the request never left, so that nothing can have come of it. */
  static boolean isUnsent(Throwable failure) {
    return has(failure, ConnectException.class)
        || has(failure, ConnectTimeoutException.class)
        || has(failure, ConnectionPoolTimeoutException.class)
        || has(failure, UnknownHostException.class)
        || has(failure, NoRouteToHostException.class)
        || has(failure, SSLHandshakeException.class)
        || has(failure, SSLPeerUnverifiedException.class);
  }

  /** Whether the same request may succeed a moment later. */
  static boolean isPassing(RuntimeException failure) {
    if (failure instanceof SdkServiceException answer) {
      return (answer.statusCode() >= 500 && answer.statusCode() != NOT_IMPLEMENTED)
          || answer.statusCode() == 429
          || answer.statusCode() == 408
          || BUSY.contains(code(answer))
          || code(answer).equals("RequestTimeTooSkewed");
    }
    return strangeness(failure).isPresent()
        || (failure instanceof SdkException && find(failure, IOException.class).isPresent());
  }

  /** Whether it is certain that nothing came of the request, nor will. */
  static boolean isDefinite(RuntimeException failure) {
    return failure instanceof SdkServiceException answer
        ? answer.statusCode() >= 300 && answer.statusCode() != 409 && !isPassing(failure)
        : isUnsent(failure) || find(failure, TuskException.class).isPresent();
  }

  /** The error that {@code failure} is to the caller. */
  TuskException of(Access access, RuntimeException failure) {
    Optional<TuskException> own = find(failure, TuskException.class);
    if (own.isPresent()) {
      return own.get();
    }
    if (failure instanceof SdkServiceException answer) {
      return storage(answered(access, answer), failure);
    }
    Optional<String> strange = strangeness(failure);
    if (strange.isPresent()) {
      return storage(notS3(strange.get()), failure);
    }
    return storage(access.refused() + ": " + unanswered(failure), failure);
  }

  /** Of a create of which no more is known. */
  TuskException unknown(String key, RuntimeException failure) {
    String fact = of(Access.WRITE, failure).getMessage();
    return new TuskException(
        ErrorCode.OUTCOME_UNKNOWN,
        "store " + place + " did not say whether object '" + key + "' was created: " + fact,
        failure);
  }

  private String answered(Access access, SdkServiceException answer) {
    String code = code(answer);
    int status = answer.statusCode();
    if (code.equals("NoSuchBucket")) {
      return access.refused()
          + ": there is no bucket "
          + place.bucket()
          + at()
          + "; create it, or name another with --store";
    }
    Optional<String> right = header(answer, "x-amz-bucket-region");
    boolean moved = ELSEWHERE.contains(code) || status == 301 || status == 307 || status == 400;
    if (ELSEWHERE.contains(code)
        || status == 301
        || (moved && right.isPresent() && !right.get().equals(region.id()))) {
      return access.refused()
          + ": bucket "
          + place.bucket()
          + right.map(id -> " is in region " + id).orElse(" is in another region")
          + " and was asked for in "
          + region.id()
          + "; give --awsRegion"
          + right.map(id -> "=" + id + " or set AWS_REGION=" + id).orElse(" or set AWS_REGION");
    }
    if (EXPIRED.contains(code)) {
      return access.refused()
          + ": the credentials have expired ("
          + code
          + "); get new ones and run the command again";
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return access.refused()
          + ": the clock of this machine and that of the store differ too much"
          + " (RequestTimeTooSkewed); set the clock";
    }
    if (REFUSED_KEYS.contains(code)) {
      return access.refused()
          + ": the credentials are refused ("
          + code
          + "); check the access key, its secret and the region";
    }
    if (status == 403 || status == 401) {
      return access.refused()
          + ": access is denied"
          + (code.isEmpty() ? "" : " (" + code + ")")
          + "; allow who runs this "
          + access.permission()
          + " on it, or use other credentials";
    }
    if (status == NOT_IMPLEMENTED) {
      return access.refused()
          + ": the endpoint lacks an operation that stores need ("
          + text(answer)
          + "); use a store that honours If-None-Match";
    }
    if (code.isEmpty() && status < 500) {
      return notS3("answered a request with status " + status + " and no error of S3");
    }
    String remedy = isPassing(answer) ? "; try again later" : "; check the bucket and its policy";
    return access.refused() + ": S3 answered " + text(answer) + remedy;
  }

  /** What no S3 would answer, if that is what failed. */
  private static Optional<String> strangeness(RuntimeException failure) {
    Optional<String> found = find(failure, NotS3Exception.class).map(Throwable::getMessage);
    boolean unreadable =
        failure instanceof SdkException
            && failure.getMessage() != null
            && failure.getMessage().startsWith("Could not parse XML");
    return unreadable ? Optional.of("answered with no XML") : found;
  }

  private String notS3(String fact) {
    return "cannot be used: the endpoint"
        + endpoint.map(url -> " " + url).orElse("")
        + " "
        + fact
        + "; check that --endpoint or AWS_ENDPOINT_URL names an S3 service";
  }

  private String unanswered(RuntimeException failure) {
    Optional<UnknownHostException> host = find(failure, UnknownHostException.class);
    String where = endpoint.map(URI::toString).orElse("S3 in region " + region.id());
    if (host.isPresent()) {
      return where
          + " is not reachable: there is no host "
          + host.get().getMessage().split(":", 2)[0]
          + "; check the endpoint, the region and the network";
    }
    Optional<SSLException> tls = find(failure, SSLException.class);
    if (tls.isPresent()) {
      return "no secure connection to "
          + where
          + ": "
          + tls.get().getMessage()
          + "; check the scheme of the endpoint, and that its certificate is trusted";
    }
    if (find(failure, ConnectionPoolTimeoutException.class).isPresent()) {
      return "no connection to " + where + " came free; run fewer things at once";
    }
    if (isUnsent(failure)) {
      return where + " is not reachable; check the endpoint and the network";
    }
    if (find(failure, SocketTimeoutException.class).isPresent()) {
      return where + " did not answer in time; check the network and try again";
    }
    Optional<IOException> io = find(failure, IOException.class);
    return io.isPresent()
        ? "the connection to "
            + where
            + " was lost ("
            + io.get().getMessage()
            + "); check the network and try again"
        : failure.getMessage();
  }

  /** " at ENDPOINT", or nothing. */
  private String at() {
    return endpoint.map(url -> " at " + url).orElse("");
  }

  private TuskException storage(String fact, RuntimeException cause) {
    return new TuskException(ErrorCode.STORAGE, "store " + place + " " + fact, cause);
  }

  static String text(SdkServiceException answer) {
    String message =
        answer instanceof AwsServiceException aws && aws.awsErrorDetails() != null
            ? aws.awsErrorDetails().errorMessage()
            : null;
    return answer.statusCode()
        + (code(answer).isEmpty() ? "" : " " + code(answer))
        + (message == null || message.isBlank() ? "" : " (" + message + ")");
  }

  /** S3's word for the error, or nothing. */
  static String code(SdkServiceException answer) {
    AwsErrorDetails details =
        answer instanceof AwsServiceException aws ? aws.awsErrorDetails() : null;
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static Optional<String> header(SdkServiceException answer, String name) {
    AwsErrorDetails details =
        answer instanceof AwsServiceException aws ? aws.awsErrorDetails() : null;
    return details == null || details.sdkHttpResponse() == null
        ? Optional.empty()
        : details.sdkHttpResponse().firstMatchingHeader(name);
  }

  private static boolean has(Throwable failure, Class<?> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }
}
