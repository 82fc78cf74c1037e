package io.lookback.prose;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** The prose of a Markdown page: its paragraphs, headings and table cells. */
final class MarkdownText {

    /** Stands for code in a line. */
    static final String CODE = "code";

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    private MarkdownText() {}

    static List<String> of(String page) {
        List<String> blocks = new ArrayList<>();
        PARSER.parse(page).accept(new AbstractVisitor() {
            @Override
            public void visit(Paragraph paragraph) {
                blocks.add(text(paragraph));
            }

            @Override
            public void visit(Heading heading) {
                blocks.add(text(heading));
            }

            @Override
            public void visit(CustomNode node) {
                if (node instanceof TableCell) {
                    blocks.add(text(node));
                } else {
                    visitChildren(node);
                }
            }
        });
        return blocks;
    }

    private static String text(Node block) {
        StringBuilder text = new StringBuilder();
        AbstractVisitor inline = new AbstractVisitor() {
            @Override
            public void visit(Text node) {
                text.append(node.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(CODE);
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
                text.append(' ');
            }
        };
        for (Node child = block.getFirstChild(); child != null; child = child.getNext()) {
            child.accept(inline);
        }
        return text.toString();
    }
}
