// The SDK warns of Node 20 once in every test file; one warning would be enough.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
