package io.bailiwick.it.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A Chromium of this machine's without a window, and every address that it asks for. */
final class HeadlessBrowser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ChromeDriver driver;
  private final List<String> addresses = new ArrayList<>();

  private HeadlessBrowser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts one. Where there is none the test is skipped, or fails where the environment says {@code
   * BAILIWICK_BROWSER=required}.
   */
  static HeadlessBrowser start() {
    Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = onPath("chromedriver");
    boolean found = chromium.isPresent() && chromedriver.isPresent();
    String none = "There is no browser here: apt-get install chromium chromium-driver";
    if ("required".equals(System.getenv("BAILIWICK_BROWSER"))) {
      assertThat(found).as(none).isTrue();
    }
    assumeTrue(found, none);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--no-proxy-server",
        "--lang=en");
    if ("root".equals(System.getProperty("user.name"))) {
      // Chromium's own sandbox refuses root
      options.addArguments("--no-sandbox");
    }
    options.setCapability("goog:loggingPrefs", Map.of("performance", "ALL", "browser", "ALL"));
    return new HeadlessBrowser(
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build(),
            options));
  }

  private static Optional<Path> onPath(String... names) {
    List<String> directories =
        List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
    return Stream.of(names)
        .flatMap(name -> directories.stream().map(each -> Path.of(each, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  void open(URI address) {
    driver.get(address.toString());
  }

  /** What is in the address bar. */
  String address() {
    return driver.getCurrentUrl();
  }

  /** Clicks it once it is there and can be. */
  void click(By what) {
    await("a click on " + what, () -> visible(what).filter(WebElement::isEnabled).isPresent());
    driver.findElement(what).click();
  }

  void type(By where, String text) {
    await("a field " + where, () -> visible(where).isPresent());
    WebElement field = driver.findElement(where);
    field.clear();
    field.sendKeys(text);
  }

  boolean shows(By what) {
    return visible(what).isPresent();
  }

  /** The text of it, empty where it is not shown. */
  String text(By where) {
    try {
      return visible(where).map(WebElement::getText).orElse("");
    } catch (StaleElementReferenceException e) {
      return "";
    }
  }

  /** What a script of the test's answers, in the page. */
  String script(String expression) {
    return String.valueOf(driver.executeScript("return " + expression));
  }

  void awaitText(By where, String... parts) {
    await(
        where + " that says " + List.of(parts),
        () -> {
          String text = text(where);
          return Stream.of(parts).allMatch(text::contains);
        });
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Not in time: " + what + ". The page: " + text(By.tagName("body")));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Every address so far that was asked for, by whatever protocol. */
  List<String> addresses() {
    driver
        .manage()
        .logs()
        .get("performance")
        .forEach(
            entry -> {
              JsonNode event = parsed(entry.getMessage()).path("message");
              JsonNode parameters = event.path("params");
              switch (event.path("method").asText()) {
                case "Network.requestWillBeSent" -> {
                  add(parameters.path("request").path("url"));
                  add(parameters.path("request").path("headers").path("Referer"));
                }
                case "Network.webSocketCreated" -> add(parameters.path("url"));
                case "Page.frameNavigated" -> add(parameters.path("frame").path("url"));
                case "Page.navigatedWithinDocument" -> add(parameters.path("url"));
                default -> {}
              }
            });
    return List.copyOf(addresses);
  }

  /** What the browser has complained of. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(entry -> entry.getMessage())
        .toList();
  }

  private void add(JsonNode address) {
    if (address.isTextual()) {
      addresses.add(address.asText());
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The browser's log is no JSON", e);
    }
  }

  private Optional<WebElement> visible(By what) {
    return driver.findElements(what).stream().filter(WebElement::isDisplayed).findFirst();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
