/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to an S3 service on which requests and answers get lost, as a seed decides. Without harm it
 * changes nothing. Every request has a connection of its own.
 */
public final class LossyLink implements AutoCloseable {
  /** What can happen to a request. */
  public enum Fault {
    /** It has no effect, and is answered with 503. */
    BUSY,
    /** It has no effect, and no answer. */
    REQUEST_LOST,
    /** It has its effect, and no answer. */
    ANSWER_LOST,
    /** It has no answer, and its effect at some later request, or by {@link #landAll}. */
    LANDS_LATE
  }

  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONNECTION =
      Pattern.compile("\r\nconnection:[^\r]*", Pattern.CASE_INSENSITIVE);
  private static final String BUSY =
      "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";

  /** A request as it is sent on. */
  private record Request(byte[] head, byte[] body) {
    /** Whether it is a create-if-absent: others that land late could undo what came after them. */
    boolean mayLandLate() {
      String text = new String(head, ISO_8859_1);
      return text.startsWith("PUT ")
          && text.toLowerCase(Locale.ROOT).contains("\r\nif-none-match: *");
    }
  }

  private final URI target;
  private final ServerSocket server;
  private final Random random;
  private final List<Request> late = new ArrayList<>();
  private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
  private double harm;

  private LossyLink(URI target, ServerSocket server, long seed) {
    this.target = target;
    this.server = server;
    this.random = new Random(seed);
  }

  public static LossyLink to(URI service, long seed) {
    try {
      ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      LossyLink link = new LossyLink(service, server, seed);
      link.start(link::accept);
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings of a store behind this link. */
  public S3Settings settings(S3Settings ofService) {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getLocalPort());
    return new S3Settings(ofService.region(), Optional.of(endpoint), ofService.credentials());
  }

  /** From now on each fault that is possible befalls a request with this probability. */
  public synchronized void harm(double probability) {
    harm = probability;
  }

  /** Sends on what is still under way. */
  public synchronized void landAll() {
    late.forEach(this::forward);
    late.clear();
  }

  /** How often each fault was met. */
  public synchronized Map<Fault, Integer> met() {
    return new EnumMap<>(met);
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "lossy-link");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = server.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      Optional<Request> request = read(client.getInputStream());
      if (request.isPresent()) {
        client.getOutputStream().write(answer(request.get()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing where the client closes a connection that it did not use. */
  private static Optional<Request> read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int end = 0;
    while (end < 4) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      head.write(next);
      end = next == "\r\n\r\n".charAt(end) ? end + 1 : next == '\r' ? 1 : 0;
    }
    String text = head.toString(ISO_8859_1);
    Matcher length = LENGTH.matcher(text);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    String alone = CONNECTION.matcher(text).replaceAll("");
    String closing = alone.substring(0, alone.length() - 2) + "Connection: close\r\n\r\n";
    return Optional.of(new Request(closing.getBytes(ISO_8859_1), body));
  }

  /** Empty where the answer is lost. */
  private byte[] answer(Request request) {
    Optional<Fault> fault = next(request);
    if (fault.isEmpty()) {
      return forward(request);
    }
    return switch (fault.get()) {
      case BUSY ->
          ("HTTP/1.1 503 Slow Down\r\nConnection: close\r\nContent-Length: "
                  + BUSY.length()
                  + "\r\n\r\n"
                  + BUSY)
              .getBytes(ISO_8859_1);
      case ANSWER_LOST -> {
        forward(request);
        yield new byte[0];
      }
      case REQUEST_LOST, LANDS_LATE -> new byte[0];
    };
  }

  private synchronized Optional<Fault> next(Request request) {
    for (Iterator<Request> requests = late.iterator(); requests.hasNext(); ) {
      Request create = requests.next();
      if (random.nextBoolean()) {
        requests.remove();
        forward(create);
      }
    }
    for (Fault fault : Fault.values()) {
      boolean possible = fault != Fault.LANDS_LATE || request.mayLandLate();
      if (possible && random.nextDouble() < harm) {
        met.merge(fault, 1, Integer::sum);
        if (fault == Fault.LANDS_LATE) {
          late.add(request);
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** What the service answers, as it is on the wire. */
  private byte[] forward(Request request) {
    try (Socket service = new Socket(target.getHost(), target.getPort())) {
      service.setTcpNoDelay(true);
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(request.head());
      whole.writeBytes(request.body());
      service.getOutputStream().write(whole.toByteArray());
      return service.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
