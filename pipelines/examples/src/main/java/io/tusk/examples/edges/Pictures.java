/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.examples.edges;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import io.tusk.transform.InputFile;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures in files: whatever ImageIO reads comes in, PNG goes out. */
final class Pictures {
  /** A picture's file may have 64 MiB. */
  static final int MOST_BYTES = 64 << 20;

  /** A picture may have 40 million pixels, which take about 1 GiB while edges are looked for. */
  static final long MOST_PIXELS = 40_000_000;

  private Pictures() {}

  /**
   * The picture, opaque, on white where it was transparent.
   *
   * @throws TuskException INVALID when the file is no picture, is damaged, or is too large
   */
  static BufferedImage read(InputFile file) throws IOException {
    if (file.size() > MOST_BYTES) {
      throw refused(file, "has " + file.size() + " bytes, and the most is " + MOST_BYTES, null);
    }
    byte[] bytes;
    try (InputStream in = file.open()) {
      bytes = in.readAllBytes();
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw refused(file, "is not a picture; put PNG or JPEG files only into this input", null);
      }
      return decode(file, readers.next(), in);
    }
  }

  private static BufferedImage decode(InputFile file, ImageReader reader, ImageInputStream in) {
    try {
      reader.setInput(in, true, true);
      long width = reader.getWidth(0);
      long height = reader.getHeight(0);
      if (width * height > MOST_PIXELS) {
        throw refused(
            file,
            "has "
                + width
                + " x "
                + height
                + " pixels, and the most is "
                + MOST_PIXELS
                + "; scale it down",
            null);
      }
      return opaque(reader.read(0));
    } catch (TuskException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The bytes are in memory: whatever a decoder throws, it is about them.
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw refused(
          file, "is a damaged or unusual picture (" + reason + "); save it anew as PNG", e);
    } finally {
      reader.dispose();
    }
  }

  private static TuskException refused(InputFile file, String fact, Throwable cause) {
    return new TuskException(ErrorCode.INVALID, file.path() + " " + fact, cause);
  }

  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage result =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    if (isPlainGrey(image)) {
      copyGrey(image.getRaster(), result, image.getSampleModel().getSampleSize(0));
      return result;
    }
    Graphics2D graphics = result.createGraphics();
    if (image.getTransparency() != Transparency.OPAQUE) {
      graphics.setColor(java.awt.Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    }
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return result;
  }

  private static boolean isPlainGrey(BufferedImage image) {
    return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && image.getRaster().getNumBands() == 1;
  }

  /** Java takes grey samples for linear light and would brighten them; in files they are not. */
  private static void copyGrey(Raster from, BufferedImage to, int bits) {
    int most = (1 << bits) - 1;
    for (int y = 0; y < to.getHeight(); y++) {
      for (int x = 0; x < to.getWidth(); x++) {
        int grey = (from.getSample(x, y, 0) * 255 + most / 2) / most;
        to.setRGB(x, y, grey * 0x010101);
      }
    }
  }

  /** Rec. 709 luminance of the stored values, as usual for edges. */
  static Plane luminance(BufferedImage image) {
    Plane plane = Plane.blank(image.getWidth(), image.getHeight());
    int[] row = new int[plane.width()];
    for (int y = 0; y < plane.height(); y++) {
      image.getRGB(0, y, plane.width(), 1, row, 0, plane.width());
      for (int x = 0; x < row.length; x++) {
        int red = (row[x] >> 16) & 255;
        int green = (row[x] >> 8) & 255;
        int blue = row[x] & 255;
        plane.values()[y * plane.width() + x] =
            (2126 * red + 7152 * green + 722 * blue) / 2_550_000f;
      }
    }
    return plane;
  }

  /** A greyscale picture of one byte per pixel. */
  static BufferedImage grey(byte[] pixels, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    return image;
  }

  /** Equal pictures give equal bytes; the stream is closed. */
  static void writePng(BufferedImage image, OutputStream to) throws IOException {
    try (to;
        MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(to)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("this Java has no writer for PNG");
      }
    }
  }
}
