//! The sizes of messages. tonic enforces them while it reads and writes, and takes them on each generated service, whose
//! types have no trait in common: hence a macro.

/// A generated service with the message sizes of a [`ServerSettings`](crate::ServerSettings), and with gzip and zstd for
/// callers that send or ask for them: `limited!(CustomerServiceServer::new(customers), server.settings())`.
#[macro_export]
macro_rules! limited {
    ($service:expr, $settings:expr) => {{
        let settings: &$crate::ServerSettings = $settings;
        $service
            .max_decoding_message_size(settings.request_bytes.get())
            .max_encoding_message_size(settings.response_bytes.get())
            .accept_compressed($crate::CompressionEncoding::Gzip)
            .accept_compressed($crate::CompressionEncoding::Zstd)
            .send_compressed($crate::CompressionEncoding::Gzip)
            .send_compressed($crate::CompressionEncoding::Zstd)
    }};
}
