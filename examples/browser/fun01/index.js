exports.main_handler = async () => 'hello'
