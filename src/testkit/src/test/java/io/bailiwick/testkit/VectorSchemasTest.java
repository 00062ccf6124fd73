package io.bailiwick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of vectors is of the form that its schema says, and what is not is told apart. */
class VectorSchemasTest {
  private static final Path VECTORS = Path.of("src/main/resources/io/bailiwick/testkit/vectors");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(VECTORS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json") && !name.endsWith(".schema.json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyFile_isKnownHere() throws IOException {
    assertThat(names()).containsExactly("attacks", "routes", "scopes", "tokens");
  }

  @ParameterizedTest
  @MethodSource("names")
  void schema_isOne(String name) throws IOException {
    Schema ofSchemas =
        SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(ofSchemas.validate(text(name + ".schema.json"), InputFormat.JSON)).isEmpty();
    assertThat(ofSchemas.validate("{\"type\": \"text\"}", InputFormat.JSON)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void file_isOfItsSchema(String name) throws IOException {
    assertThat(errors(name, MAPPER.readTree(text(name + ".json")))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void brokenFile_isNot(String name) throws IOException {
    JsonNode good = MAPPER.readTree(text(name + ".json"));
    List<JsonNode> broken = broken(good);

    assertThat(broken).hasSizeGreaterThan(10);
    assertThat(broken).allSatisfy(each -> assertThat(errors(name, each)).isNotEmpty());
  }

  @Test
  void tokenThatIsBothAcceptedAndRefused_isNot() throws IOException {
    JsonNode file = MAPPER.readTree(text("tokens.json"));
    ((ObjectNode) file.get("cases").get(0)).put("refused", "EXPIRED");

    assertThat(errors("tokens", file)).isNotEmpty();
  }

  /**
   * One thing wrong in each: a member too many, one of the file's own missing, and of the first
   * vector of each kind a member too many, a text or number for what is there.
   */
  private static List<JsonNode> broken(JsonNode good) {
    List<JsonNode> broken = new ArrayList<>();
    ObjectNode more = good.deepCopy();
    broken.add(more.put("unknown", 1));
    for (String name : names(good)) {
      if (name.equals("$schema")) {
        continue;
      }
      broken.add(((ObjectNode) good.deepCopy()).without(name));
      broken.add(((ObjectNode) good.deepCopy()).put(name, false));
      if (good.get(name) instanceof ArrayNode array && array.get(0) instanceof ObjectNode first) {
        broken.add(withFirst(good, name, first.deepCopy().put("unknown", 1)));
        for (String member : names(first)) {
          broken.add(withFirst(good, name, first.deepCopy().put(member, 4.5)));
        }
      }
    }
    return broken;
  }

  private static ObjectNode withFirst(JsonNode good, String name, ObjectNode first) {
    ObjectNode changed = good.deepCopy();
    ((ArrayNode) changed.get(name)).set(0, first);
    return changed;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<Error> errors(String name, JsonNode file) throws IOException {
    Schema schema = SCHEMAS.getSchema(text(name + ".schema.json"), InputFormat.JSON);
    return schema.validate(
        file, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  private static String text(String file) throws IOException {
    return Files.readString(VECTORS.resolve(file));
  }
}
