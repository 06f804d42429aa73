/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.transaction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tusk.cli.frame.ClientTransactions.Begun;
import io.tusk.cli.frame.ClientTransactions.Request;
import io.tusk.cli.frame.RawJson;

/** How transactions that wait are shown. */
final class TransactionText {
  private TransactionText() {}

  static ObjectNode document(Begun begun) {
    ObjectNode json = RawJson.object();
    json.putObject("transaction").put("id", begun.id());
    ArrayNode requests = json.putArray("requests");
    for (Request request : begun.requests()) {
      request.args().forEach(requests.addObject().putArray("args")::add);
    }
    return json.put("started", begun.started().toString());
  }
}
