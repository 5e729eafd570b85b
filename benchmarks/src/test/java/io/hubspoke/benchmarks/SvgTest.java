// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hubspoke.benchmarks.Svg.Scale;
import io.hubspoke.benchmarks.Svg.Series;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgTest {
    private static final Series RISING =
            new Series("a < b", List.of(new double[] {1, 10}, new double[] {10, 100}, new double[] {100, 1000}), true);

    @Test
    void a_straight_line_on_logarithmic_axes_is_drawn_straight_and_upwards() throws Exception {
        Document svg = parsed(Svg.lines("t & t", new Scale("x", true), new Scale("y", true), List.of(RISING)));
        String path = elements(svg, "path").getFirst().getAttribute("d");
        String[] points = path.substring(1).split(" L", -1);
        double[] first = point(points[0]);
        double[] middle = point(points[1]);
        double[] last = point(points[2]);
        assertThat(middle[0] * 2).isCloseTo(first[0] + last[0], within(0.3));
        assertThat(middle[1] * 2).isCloseTo(first[1] + last[1], within(0.3));
        assertThat(last[1]).isLessThan(first[1]);
    }

    @Test
    void everything_lies_within_the_picture() throws Exception {
        Document svg = parsed(Svg.lines("t", new Scale("x", true), new Scale("y", false), List.of(RISING)));
        double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
        double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
        for (Element text : elements(svg, "text")) {
            assertThat(Double.parseDouble(text.getAttribute("x"))).isBetween(0.0, width);
            assertThat(Double.parseDouble(text.getAttribute("y"))).isBetween(0.0, height);
        }
    }

    @Test
    void bars_are_as_long_as_their_values() throws Exception {
        Map<String, Double> bars = new LinkedHashMap<>();
        bars.put("Hubspoke", 100.0);
        bars.put("other", 25.0);
        List<Element> rects = elements(parsed(Svg.bars("t", "messages/s", bars)), "rect").stream()
                .filter(rect -> !rect.getAttribute("class").equals("ground"))
                .toList();
        assertThat(Double.parseDouble(rects.get(0).getAttribute("width")))
                .isEqualTo(4 * Double.parseDouble(rects.get(1).getAttribute("width")));
    }

    @Test
    void a_picture_can_be_read_on_dark_ground_and_is_the_same_each_time() {
        String svg = Svg.bars("t", "u", Map.of("one", 1.0));
        assertThat(svg).contains("prefers-color-scheme:dark", "class=\"ground\"");
        assertThat(Svg.bars("t", "u", Map.of("one", 1.0))).isEqualTo(svg);
    }

    @Test
    void names_of_lines_that_end_together_stand_below_each_other() {
        assertThat(Svg.apart(new double[] {100, 20, 101, 60})).containsExactly(100, 20, 115, 60);
        assertThat(Svg.apart(new double[] {50, 50, 50})).containsExactly(50, 65, 80);
    }

    @Test
    void what_cannot_be_drawn_is_refused() {
        Series zero = new Series("", List.of(new double[] {0, 1}), true);
        assertThatThrownBy(() -> Svg.lines("t", new Scale("x", true), new Scale("y", false), List.of(zero)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot show 0");
        assertThatThrownBy(() -> Svg.bars("t", "u", Map.of())).hasMessageContaining("no bar");
    }

    @Test
    void an_axis_ends_at_a_round_number() {
        assertThat(Svg.niceAbove(51_234)).isEqualTo(100_000);
        assertThat(Svg.niceAbove(2_100)).isEqualTo(2_500);
        assertThat(Svg.niceAbove(0.4)).isEqualTo(0.5);
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList nodes = svg.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) elements.add((Element) nodes.item(i));
        return elements;
    }

    private static double[] point(String text) {
        String[] parts = text.split(",", -1);
        return new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
    }
}
