package io.lookback.cli.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The files that the live page and the report are made of, all of them out of the class path. Scripts come in the order
 * in which a page loads them.
 */
public enum Asset {
    INDEX("index.html", "text/html; charset=utf-8"),
    STYLE("page.css", "text/css; charset=utf-8"),
    TEXT("text.js", Asset.SCRIPT),
    THEME("theme.js", Asset.SCRIPT),
    PICTURE("picture.js", Asset.SCRIPT),
    CHART("chart.js", Asset.SCRIPT),
    ALERTS("alerts.js", Asset.SCRIPT),
    CONNECTION("connection.js", Asset.SCRIPT),
    LIST("list.js", Asset.SCRIPT),
    INCIDENTS("incidents.js", Asset.SCRIPT),
    /** The live page's own script. */
    PAGE("page.js", Asset.SCRIPT),
    /** The report's own script. */
    REPORT("report.js", Asset.SCRIPT),
    ICON("icon.svg", "image/svg+xml"),
    /** Scales, shapes and time formats (d3, ISC licence). */
    D3("d3.js", Asset.SCRIPT) {
        @Override
        String resource() {
            String version = read("d3-version.txt").strip();
            return String.format(Locale.ROOT, "/META-INF/resources/webjars/d3/%s/dist/d3.min.js", version);
        }
    };

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final String file;
    private final String contentType;

    Asset(String file, String contentType) {
        this.file = file;
        this.contentType = contentType;
    }

    /** Its name under the page's address. */
    public String file() {
        return file;
    }

    public String contentType() {
        return contentType;
    }

    /** The whole file, UTF-8. */
    public String text() {
        return read(resource());
    }

    String resource() {
        return file;
    }

    private static String read(String resource) {
        try (InputStream in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "%s is missing from the class path", resource));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    String.format(Locale.ROOT, "%s cannot be read from the class path", resource), failed);
        }
    }
}
