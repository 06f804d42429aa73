/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.cli.file;

import io.tusk.cli.frame.Terminal;
import io.tusk.engine.url.ObjectUrl;
import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The sources of a command: those of its arguments, then those of a list with one a line. The list
 * is read as far as it is needed.
 */
final class PutSources implements Iterator<String>, AutoCloseable {
  static final String STDIN = "-";

  private static final int MOST_CHARACTERS = 16_384;

  private final String list;
  private final BufferedReader lines;
  private final Deque<String> ahead = new ArrayDeque<>();
  private final Iterator<String> named;
  private long line;

  /**
   * @param list the list's own path or URL, or a dash; null for none
   */
  PutSources(List<String> named, String list, Terminal terminal, WebSources web, Buckets buckets) {
    this.named = named.iterator();
    this.list = list;
    this.lines = list == null ? null : reader(open(list, terminal, web, buckets));
  }

  private static InputStream open(String list, Terminal terminal, WebSources web, Buckets buckets) {
    if (list.equals(STDIN)) {
      return terminal.input();
    }
    if (ObjectUrl.isOne(list)) {
      return buckets.open(list, TransferProgress.none());
    }
    return WebSources.isUrl(list)
        ? web.open(WebSources.parse(list), TransferProgress.none())
        : LocalFile.open(terminal.directory().resolve(list), TransferProgress.none());
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /** Whether there are two at least. */
  boolean isSeveral() {
    fill(2);
    return ahead.size() > 1;
  }

  /** The next one, which stays the next. */
  String peek() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ahead.element();
  }

  @Override
  public boolean hasNext() {
    fill(1);
    return !ahead.isEmpty();
  }

  @Override
  public String next() {
    peek();
    return ahead.remove();
  }

  private void fill(int wanted) {
    while (ahead.size() < wanted && named.hasNext()) {
      ahead.add(named.next());
    }
    try {
      while (lines != null && ahead.size() < wanted) {
        String source = readLine();
        if (source == null) {
          return;
        }
        if (source.equals(STDIN) && list.equals(STDIN)) {
          throw problem("names standard input, which the list itself comes from");
        }
        if (!source.isEmpty()) {
          ahead.add(source);
        }
      }
    } catch (CharacterCodingException e) {
      line++;
      throw problem("is not UTF-8 text");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null at the end. */
  private String readLine() throws IOException {
    StringBuilder text = new StringBuilder();
    int c = lines.read();
    if (c < 0) {
      return null;
    }
    line++;
    for (; c >= 0 && c != '\n'; c = lines.read()) {
      text.append((char) c);
      if (text.length() > MOST_CHARACTERS) {
        throw problem("is longer than " + MOST_CHARACTERS + " characters");
      }
    }
    if (text.length() > 0 && text.charAt(text.length() - 1) == '\r') {
      text.setLength(text.length() - 1);
    }
    return text.toString();
  }

  private TuskException problem(String fact) {
    return new TuskException(
        ErrorCode.INVALID,
        "line "
            + line
            + " of the list \""
            + list
            + "\" "
            + fact
            + "; write one file or URL a line");
  }

  @Override
  public void close() throws IOException {
    if (lines != null && !list.equals(STDIN)) {
      lines.close();
    }
  }
}
