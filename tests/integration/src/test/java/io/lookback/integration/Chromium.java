package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of this machine, which fetches nothing by itself. */
final class Chromium implements AutoCloseable {

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Empty where a browser or its driver is missing. */
    static Optional<String> missing() {
        if (browser().isEmpty()) {
            return Optional.of("no browser (%s) on the PATH".formatted(String.join(", ", BROWSERS)));
        }
        return driver().isEmpty() ? Optional.of("no chromedriver on the PATH") : Optional.empty();
    }

    /** @param profile a fresh folder */
    static Chromium start(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser().orElseThrow().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1400,900",
                "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver().orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Chromium(new ChromeDriver(service, options));
    }

    void open(String address) {
        driver.get(address);
    }

    WebElement element(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    String text(String css) {
        return element(css).getText();
    }

    /** Types into whatever has the focus. */
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Runs a script in the page and returns what it returns. */
    Object script(String script) {
        return Objects.requireNonNullElse(driver.executeScript(script), "");
    }

    /** Runs a script that calls its last argument with the answer. */
    Object asynchronous(String script) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return Objects.requireNonNullElse(driver.executeAsyncScript(script), "");
    }

    /** Waits for the condition; fails with the text of the page. */
    void await(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("%s; the page says: %s", what, script("return document.body.innerText.slice(0, 400)"))
                    .isLessThan(PATIENCE);
            pause();
        }
    }

    /** What the page complained about, refused resources and uncaught errors included. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the browser was awaited", stopped);
        }
    }

    private static Optional<Path> browser() {
        return BROWSERS.stream().flatMap(Chromium::onPath).findFirst();
    }

    private static Optional<Path> driver() {
        return onPath("chromedriver").findFirst();
    }

    private static Stream<Path> onPath(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Chromium::real);
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException gone) {
            return program;
        }
    }
}
