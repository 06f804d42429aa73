/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for servers that are told theirs, and that are started on it again. They lie below those
 * that Linux gives to whoever asks for any (32768 and more), so nobody comes by one while its
 * server is down.
 */
public final class FreePort {
  private static final int FIRST = 15_000;
  private static final int COUNT = 17_000;

  /** Processes that run at one time have numbers that are near each other. */
  private static int next = (int) (ProcessHandle.current().pid() * 16 % COUNT);

  private FreePort() {}

  /** One that nobody listens on, and that was not given to anybody in this process lately. */
  public static synchronized int next() throws IOException {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + next;
      next = (next + 1) % COUNT;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port from " + FIRST + " on is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
