public import ArgumentParser
public import NilometerCore

// The words of the field that options take as they are.
extension Alert.State: ExpressibleByArgument {}
extension Alert.Kind: ExpressibleByArgument {}
extension ChangeState: ExpressibleByArgument {}
extension AccessToken.Scope: ExpressibleByArgument {}
