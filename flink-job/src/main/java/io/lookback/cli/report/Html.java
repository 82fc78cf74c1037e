package io.lookback.cli.report;

import io.lookback.cli.page.Asset;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;

/**
 * The report's file: style and scripts inside, nothing fetched. Data stand in blocks of JSON that no browser takes for
 * markup or script, and a policy names the digests of the only scripts that may run.
 */
final class Html implements AutoCloseable {

    private static final List<Asset> SCRIPTS =
            List.of(Asset.D3, Asset.TEXT, Asset.THEME, Asset.PICTURE, Asset.CHART, Asset.ALERTS, Asset.REPORT);

    private final Writer out;

    private Html(Writer out) {
        this.out = out;
    }

    /** Begins the file; closing it completes it and closes the writer. */
    static Html begin(Writer out, String title) throws IOException {
        String style = Asset.STYLE.text();
        out.write(String.format(Locale.ROOT, """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body class="report">
                <noscript>This report draws its pictures with a script.</noscript>
                """, policy(style), StringEscapeUtils.escapeHtml4(title), style));
        return new Html(out);
    }

    /** A block of JSON that the report's script finds by its class. */
    void data(String kind, String json) throws IOException {
        out.write(String.format(Locale.ROOT, "<script type=\"application/json\" class=\"%s\">", kind));
        out.write(json.replace("<", "\\u003c"));
        out.write("</script>\n");
    }

    @Override
    public void close() throws IOException {
        try (out) {
            for (Asset script : SCRIPTS) {
                out.write("<script>" + text(script) + "</script>\n");
            }
            out.write("</body>\n</html>\n");
        }
    }

    private static String policy(String style) {
        String scripts = SCRIPTS.stream().map(script -> digest(text(script))).collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'",
                scripts,
                digest(style));
    }

    /** As it stands in the file; a script that spoke of its own end would end there. */
    private static String text(Asset script) {
        return script.text().replace("</script", "<\\/script");
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
