package io.lookback.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The numbers of the fields that are looked through, against classes that were generated from onnx.proto. */
class GraphPartTest {

    private static final Map<GraphPart, Descriptor> MESSAGES = new EnumMap<>(Map.of(
            GraphPart.MODEL, OnnxMl.ModelProto.getDescriptor(),
            GraphPart.TRAINING, OnnxMl.TrainingInfoProto.getDescriptor(),
            GraphPart.FUNCTION, OnnxMl.FunctionProto.getDescriptor(),
            GraphPart.GRAPH, OnnxMl.GraphProto.getDescriptor(),
            GraphPart.NODE, OnnxMl.NodeProto.getDescriptor(),
            GraphPart.ATTRIBUTE, OnnxMl.AttributeProto.getDescriptor(),
            GraphPart.SPARSE_TENSOR, OnnxMl.SparseTensorProto.getDescriptor(),
            GraphPart.TENSOR, OnnxMl.TensorProto.getDescriptor()));

    @Test
    void everyFieldThatCanHoldATensorIsLookedThrough() {
        MESSAGES.forEach((part, message) -> message.getFields().forEach(field -> {
            GraphPart within = part.inside(field.getNumber());
            if (holdsTensors(field)) {
                assertThat(within).as(field.getFullName()).isNotNull();
                assertThat(MESSAGES.get(within)).as(field.getFullName()).isEqualTo(field.getMessageType());
            } else {
                assertThat(within).as(field.getFullName()).isNull();
            }
        }));
    }

    @Test
    void namesAreNames() {
        MESSAGES.forEach((part, message) -> message.getFields().stream()
                .filter(field -> part.isName(field.getNumber()))
                .forEach(field -> assertThat(field.getName()).isEqualTo("name")));
    }

    private static boolean holdsTensors(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && reaches(field.getMessageType(), new HashSet<>());
    }

    private static boolean reaches(Descriptor message, Set<Descriptor> seen) {
        if (message.equals(OnnxMl.TensorProto.getDescriptor())) {
            return true;
        }
        return seen.add(message)
                && message.getFields().stream()
                        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .anyMatch(field -> reaches(field.getMessageType(), seen));
    }
}
