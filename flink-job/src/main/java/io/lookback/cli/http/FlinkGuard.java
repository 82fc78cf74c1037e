package io.lookback.cli.http;

import io.lookback.cli.http.RequestRules.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelDuplexHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPipeline;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPromise;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpServerCodec;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.QueryStringDecoder;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;

/**
 * Stands between the HTTP codec and the rest of Flink's REST server. Flink's own switch {@code web.submit.enable} takes
 * away only the upload of jars: a job or a savepoint could still be sent from any page, because Flink answers every
 * {@code Host} and allows every origin. Here a request is refused before Flink reads its body, and no answer carries a
 * header that opens it to other origins. One per connection.
 */
final class FlinkGuard extends ChannelDuplexHandler {

    /** Requests that cancel jobs with GET, made for YARN's proxy. */
    private static final String CANCELS_WITH_GET = "/yarn-";

    private final RequestRules rules;
    private boolean refused;

    private FlinkGuard(RequestRules rules) {
        this.rules = rules;
    }

    /** Flink adds handlers of services behind the one that stores uploads; this one moves the guard to the front. */
    static final class Installer extends ChannelHandlerAdapter {

        private final RequestRules rules;

        Installer(RequestRules rules) {
            this.rules = rules;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            ChannelPipeline pipeline = context.pipeline();
            String codec = pipeline.context(HttpServerCodec.class).name();
            pipeline.addAfter(codec, "lookback-guard", new FlinkGuard(rules));
            pipeline.remove(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Optional<Refusal> refusal =
                message instanceof HttpRequest request && !refused ? refusal(request) : Optional.empty();
        if (refusal.isPresent()) {
            refused = true;
            ReferenceCountUtil.release(message);
            refuse(context, refusal.get());
        } else if (refused) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            protect(response.headers());
        }
        context.write(message, promise);
    }

    private Optional<Refusal> refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(new Refusal(HttpResponseStatus.BAD_REQUEST.code(), "This is not an HTTP request."));
        }
        String path = new QueryStringDecoder(request.uri()).path().toLowerCase(Locale.ROOT);
        if (path.contains(CANCELS_WITH_GET)) {
            return Optional.of(
                    new Refusal(HttpResponseStatus.FORBIDDEN.code(), "Jobs cannot be canceled through this address."));
        }
        HttpHeaders headers = request.headers();
        return rules.refusal(
                request.method().name(), headers.getAll(HttpHeaderNames.HOST), headers.get(HttpHeaderNames.ORIGIN));
    }

    private static void refuse(ChannelHandlerContext context, Refusal refusal) {
        byte[] reason = (refusal.reason() + "\n").getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(refusal.status()), Unpooled.wrappedBuffer(reason));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reason.length);
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        protect(response.headers());
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static void protect(HttpHeaders headers) {
        headers.names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .toList()
                .forEach(headers::remove);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }
}
