/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.util.Iterator;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

/**
 * The value of Beam's option {@code --awsCredentialsProvider}. No message repeats a value of it.
 */
final class CredentialsJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String OPTION = "--awsCredentialsProvider";
  private static final String TYPE = "@type";
  private static final String ACCESS_KEY_ID = "accessKeyId";
  private static final String SECRET_ACCESS_KEY = "secretAccessKey";
  private static final String SESSION_TOKEN = "sessionToken";
  private static final String PROFILE_NAME = "profileName";

  private CredentialsJson() {}

  static AwsCredentialsProvider read(String text) {
    JsonNode json = parse(text);
    String type = json.isObject() ? json.path(TYPE).asText("") : "";
    return switch (type) {
      case "StaticCredentialsProvider" -> {
        requireOnly(json, type, Set.of(ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN));
        yield StaticCredentialsProvider.create(
            json.has(SESSION_TOKEN)
                ? AwsSessionCredentials.create(
                    require(json, type, ACCESS_KEY_ID),
                    require(json, type, SECRET_ACCESS_KEY),
                    require(json, type, SESSION_TOKEN))
                : AwsBasicCredentials.create(
                    require(json, type, ACCESS_KEY_ID), require(json, type, SECRET_ACCESS_KEY)));
      }
      case "ProfileCredentialsProvider" -> {
        requireOnly(json, type, Set.of(PROFILE_NAME));
        yield json.has(PROFILE_NAME)
            ? ProfileCredentialsProvider.create(require(json, type, PROFILE_NAME))
            : ProfileCredentialsProvider.create();
      }
      case "DefaultCredentialsProvider" -> {
        requireOnly(json, type, Set.of());
        yield DefaultCredentialsProvider.builder().build();
      }
      case "EnvironmentVariableCredentialsProvider" -> {
        requireOnly(json, type, Set.of());
        yield EnvironmentVariableCredentialsProvider.create();
      }
      case "SystemPropertyCredentialsProvider" -> {
        requireOnly(json, type, Set.of());
        yield SystemPropertyCredentialsProvider.create();
      }
      case "ContainerCredentialsProvider" -> {
        requireOnly(json, type, Set.of());
        yield ContainerCredentialsProvider.builder().build();
      }
      default ->
          throw refused(
              type.isEmpty()
                  ? "names no provider; give it like {\"@type\":\"ProfileCredentialsProvider\","
                      + "\"profileName\":\"data\"}"
                  : "names "
                      + type
                      + ", which is not known; use StaticCredentialsProvider,"
                      + " ProfileCredentialsProvider, DefaultCredentialsProvider,"
                      + " EnvironmentVariableCredentialsProvider,"
                      + " SystemPropertyCredentialsProvider or ContainerCredentialsProvider; a role"
                      + " is taken up by a profile with role_arn");
    };
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // The parser's message and its cause would repeat what may be a secret.
      throw refused("is no JSON; quote it for the shell, like '{\"@type\":\"...\"}'");
    }
  }

  private static void requireOnly(JsonNode json, String type, Set<String> known) {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals(TYPE) && !known.contains(name)) {
        throw refused(
            "gives "
                + type
                + " the field "
                + name
                + ", which it has not"
                + (known.isEmpty()
                    ? ""
                    : "; it has " + String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private static String require(JsonNode json, String type, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw refused("gives " + type + " no " + field + "; add it as a string");
    }
    return value.textValue();
  }

  private static TuskException refused(String fact) {
    return new TuskException(ErrorCode.USAGE, OPTION + " " + fact);
  }
}
