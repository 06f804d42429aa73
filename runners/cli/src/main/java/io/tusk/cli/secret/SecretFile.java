/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tusk.engine.secret.SecretName;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.spec.text.SpecText;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A secret as Kubernetes writes one. No message has a value in it. */
record SecretFile(SecretName name, Map<String, byte[]> values) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * @throws TuskException INVALID for a text that is no such file
   */
  static SecretFile parse(SpecText text) {
    JsonNode root = tree(text);
    JsonNode kind = root.path("kind");
    if (!root.isObject() || !(kind.isMissingNode() || kind.asText().equals("Secret"))) {
      throw invalid(
          text, "holds no object of kind Secret; give {\"metadata\": ..., \"data\": ...}");
    }
    JsonNode name = root.at("/metadata/name");
    if (!name.isTextual()) {
      throw invalid(text, "does not name the secret; give metadata.name");
    }
    Map<String, byte[]> values = new TreeMap<>();
    fields(text, root, "data").forEachRemaining(e -> values.put(e.getKey(), decoded(text, e)));
    fields(text, root, "stringData")
        .forEachRemaining(e -> values.put(e.getKey(), string(text, e).getBytes(UTF_8)));
    return new SecretFile(new SecretName(name.asText()), values);
  }

  /** What parsers say quotes the text, so it is left out. */
  private static JsonNode tree(SpecText text) {
    try {
      if (text.content().stripLeading().startsWith("{")) {
        return MAPPER.readTree(text.content());
      }
      Object loaded =
          new Load(LoadSettings.builder().setMaxAliasesForCollections(0).build())
              .loadFromString(text.content());
      return MAPPER.valueToTree(loaded);
    } catch (JsonProcessingException | YamlEngineException | IllegalArgumentException e) {
      throw invalid(text, "is neither JSON nor YAML of one document; correct its syntax");
    }
  }

  private static Iterator<Map.Entry<String, JsonNode>> fields(
      SpecText text, JsonNode root, String name) {
    JsonNode fields = root.path(name);
    if (!fields.isMissingNode() && !fields.isNull() && !fields.isObject()) {
      throw invalid(text, "has a field \"" + name + "\" that is no object; give keys with values");
    }
    return fields.fields();
  }

  private static String string(SpecText text, Map.Entry<String, JsonNode> field) {
    if (!field.getValue().isTextual()) {
      throw invalid(text, "has a key \"" + field.getKey() + "\" that is no text; quote its value");
    }
    return field.getValue().asText();
  }

  private static byte[] decoded(SpecText text, Map.Entry<String, JsonNode> field) {
    try {
      return Base64.getMimeDecoder().decode(strict(string(text, field)));
    } catch (IllegalArgumentException e) {
      throw invalid(
          text,
          "has a key \""
              + field.getKey()
              + "\" in data that is no base64; encode it, or use stringData");
    }
  }

  /** Base64 may have line ends in it, and nothing else that is not of it. */
  private static String strict(String base64) {
    if (!base64.matches("[A-Za-z0-9+/=\\s]*")) {
      throw new IllegalArgumentException("a character that is not of base64");
    }
    return base64;
  }

  private static TuskException invalid(SpecText text, String fact) {
    return new TuskException(ErrorCode.INVALID, "secret file " + text.file() + " " + fact);
  }
}
