"""Mail in the Internet format: RFC 5322 and the MIME family."""
