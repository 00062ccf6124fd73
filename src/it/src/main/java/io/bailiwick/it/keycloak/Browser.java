package io.bailiwick.it.keycloak;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * As much of a browser as a login needs: it keeps cookies, follows redirects within one server and
 * submits the form of a page. Keycloak marks its cookies secure on {@code localhost}, which Java's
 * own cookie store would then not send over HTTP. Not thread-safe; one person, one browser.
 */
public final class Browser {
  private static final Pattern FORM_ACTION =
      Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern HIDDEN =
      Pattern.compile(
          "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
  private static final int REDIRECTS = 10;

  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final URI server;
  private final String language;

  /**
   * @param server what it may follow redirects to
   * @param language sent as {@code Accept-Language}
   */
  public Browser(URI server, String language) {
    this.server = server;
    this.language = language;
  }

  /** Where the browser arrived: a page, or a redirect that leads to another server. */
  public record Page(URI address, int status, String html) {}

  public Page open(URI address) {
    return follow(Http.request(address), address);
  }

  /** Submits the page's form with its hidden fields and these. */
  public Page submit(Page page, Map<String, String> fields) {
    Matcher form = FORM_ACTION.matcher(page.html());
    if (!form.find()) {
      throw new IllegalStateException("No form on the page, status " + page.status());
    }
    URI action = page.address().resolve(form.group(1).replace("&amp;", "&"));
    List<Map.Entry<String, String>> all = new ArrayList<>(fields.entrySet());
    Matcher hidden = HIDDEN.matcher(page.html());
    while (hidden.find()) {
      all.add(Map.entry(hidden.group(1), hidden.group(2)));
    }
    HttpRequest.Builder post =
        Http.request(action)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Http.form(all)));
    return follow(post, action);
  }

  private Page follow(HttpRequest.Builder first, URI from) {
    HttpRequest.Builder request = first;
    URI address = from;
    for (int i = 0; i < REDIRECTS; i++) {
      Http.Answer answer = Http.send(dressed(request));
      answer.headers().allValues("set-cookie").forEach(this::keep);
      if (answer.status() / 100 != 3) {
        return new Page(address, answer.status(), answer.body());
      }
      address = address.resolve(answer.header("location"));
      if (!address.toString().startsWith(server + "/")) {
        return new Page(address, answer.status(), "");
      }
      request = Http.request(address);
    }
    throw new IllegalStateException("Too many redirects");
  }

  private HttpRequest.Builder dressed(HttpRequest.Builder request) {
    request.setHeader("Accept-Language", language).setHeader("Accept", "text/html");
    if (!cookies.isEmpty()) {
      request.setHeader(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private void keep(String setCookie) {
    String pair = setCookie.split(";", 2)[0];
    int equals = pair.indexOf('=');
    String value = pair.substring(equals + 1);
    if (value.isEmpty() || setCookie.toLowerCase(Locale.ROOT).contains("max-age=0")) {
      cookies.remove(pair.substring(0, equals));
    } else {
      cookies.put(pair.substring(0, equals), value);
    }
  }
}
