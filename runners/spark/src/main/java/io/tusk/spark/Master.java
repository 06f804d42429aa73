/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.spark;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.MasterMessages;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The masters of a standalone cluster, asked before there is an application: Spark itself gives up
 * after a minute, and without saying why.
 */
final class Master {
  /** The Spark that this was built with; another one has other classes of the same names. */
  private static final String VERSION = "3.5";

  private static final Logger LOG = LoggerFactory.getLogger(Master.class);
  private static final String SCHEME = "spark://";
  private static final int WAIT_MILLIS = 10_000;
  private static final Pattern ADDRESS = Pattern.compile("\\[?([^]]+?)]?:([0-9]{1,5})");
  private static final Pattern SHOWN_VERSION =
      Pattern.compile("class=\"version\"[^>]*>\\s*([0-9]+[.][0-9]+)([^<\\s]*)");

  private final String url;
  private final SparkConf conf;

  private Master(String url, SparkConf conf) {
    this.url = url;
    this.conf = conf;
  }

  /**
   * Ends at once for what is no standalone cluster.
   *
   * @throws TuskException USAGE for a malformed address; HOST when no master can be reached, or one
   *     is of another version
   */
  static void require(SparkConf conf) {
    String url = conf.get(Application.MASTER);
    if (url.startsWith(SCHEME)) {
      new Master(url, conf).require();
    }
  }

  private void require() {
    List<String> unreachable = new ArrayList<>();
    for (RpcAddress address : addresses()) {
      Optional<String> problem = unreachable(address);
      if (problem.isEmpty()) {
        shownVersion(address).ifPresent(this::requireOwn);
        return;
      }
      unreachable.add(address.hostPort() + ": " + problem.get());
    }
    throw new TuskException(
        ErrorCode.HOST,
        "the Spark master "
            + url
            + " cannot be reached: "
            + String.join("; ", unreachable)
            + "; start it, or name another with --sparkMaster");
  }

  private List<RpcAddress> addresses() {
    List<RpcAddress> addresses = new ArrayList<>();
    for (String address : url.substring(SCHEME.length()).split(",", -1)) {
      Matcher matcher = ADDRESS.matcher(address);
      if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
        throw new TuskException(
            ErrorCode.USAGE, "Spark master \"" + url + "\" is not of the form spark://HOST:PORT");
      }
      addresses.add(new RpcAddress(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }
    return addresses;
  }

  /** Why nothing takes connections there. */
  private static Optional<String> unreachable(RpcAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.host(), address.port()), WAIT_MILLIS);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("no host has that name");
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What the master's web page says of its version; empty where that page is out of reach. */
  private Optional<String> shownVersion(RpcAddress address) {
    int port = webPort(address);
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              new URI("http", null, address.host(), port, "/", null, null).toURL().openConnection();
      connection.setConnectTimeout(WAIT_MILLIS);
      connection.setReadTimeout(WAIT_MILLIS);
      try (InputStream page = connection.getInputStream()) {
        Matcher version =
            SHOWN_VERSION.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        return version.find() ? Optional.of(version.group(1) + version.group(2)) : Optional.empty();
      } finally {
        connection.disconnect();
      }
    } catch (IOException | URISyntaxException e) {
      LOG.debug("the page of the Spark master on port {} says no version", port, e);
      return Optional.empty();
    }
  }

  private int webPort(RpcAddress address) {
    SparkConf quick = conf.clone();
    for (String name : List.of("spark.rpc.lookupTimeout", "spark.rpc.askTimeout")) {
      quick.set(name, WAIT_MILLIS + "ms");
    }
    SecurityManager security =
        new SecurityManager(
            quick,
            SecurityManager.$lessinit$greater$default$2(),
            SecurityManager.$lessinit$greater$default$3());
    RpcEnv rpc = RpcEnv.create("tuskProbe", Utils.localHostName(), 0, quick, security, true);
    try {
      ClassTag<MasterMessages.BoundPortsResponse> type =
          ClassTag$.MODULE$.apply(MasterMessages.BoundPortsResponse.class);
      return rpc.setupEndpointRef(address, "Master")
          .askSync(MasterMessages.BoundPortsRequest$.MODULE$, type)
          .webUIPort();
    } catch (Exception e) {
      // Scala throws what Java does not know of.
      throw noMaster(e);
    } finally {
      rpc.shutdown();
      rpc.awaitTermination();
    }
  }

  private TuskException noMaster(Throwable thrown) {
    Throwable first = thrown;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    if (String.valueOf(first.getMessage()).contains(InvalidClassException.class.getName())) {
      return otherVersion("another version of Spark");
    }
    return new TuskException(
        ErrorCode.HOST,
        "what listens at "
            + url
            + " does not answer as a Spark master: "
            + first.getMessage()
            + "; name one with --sparkMaster, by default at port 7077",
        thrown);
  }

  private void requireOwn(String version) {
    if (!version.equals(VERSION) && !version.startsWith(VERSION + ".")) {
      throw otherVersion("Spark " + version);
    }
  }

  private TuskException otherVersion(String found) {
    return new TuskException(
        ErrorCode.HOST,
        "the cluster at "
            + url
            + " runs "
            + found
            + ", and Tusk runs on Spark 3.5.x with Scala 2.12; use such a cluster");
  }
}
